'use client';

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { useTheme, useThemeClass } from '@/components/shell/theme';
import { ApiProblem } from '@/lib/http/fetch-json';

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const { dark } = useTheme();
  useThemeClass();
  return (
    <QueryClientProvider client={queryClient}>
      <NuqsAdapter>{children}</NuqsAdapter>
      <Toaster theme={dark ? 'dark' : 'light'} position="bottom-right" closeButton style={{ fontFamily: 'inherit' }} />
    </QueryClientProvider>
  );
}

function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: { queries: { staleTime: 10_000, retry: shouldRetry } },
  });
}

// A 4xx answer is the server's last word; other failures may pass by themselves.
function shouldRetry(failures: number, error: unknown) {
  if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) return false;
  return failures < 2;
}

function leaveWhenSignedOut(error: unknown) {
  if (!(error instanceof ApiProblem) || error.code !== 'unauthenticated') return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here)}`);
}
