type ProviderWordsProps = { code: string; detail?: string; message: string | null };

/** What a provider said, word for word and as text: it may name anything, and nothing in it is ours. */
export function ProviderWords({ code, detail, message }: ProviderWordsProps) {
  return (
    <p className="break-words text-muted">
      <code className="break-all font-mono text-xs">{[code, detail].filter(Boolean).join(' · ')}</code>
      {message ? (
        <>
          {' '}
          <q className="whitespace-pre-wrap">
            <bdi>{message}</bdi>
          </q>
        </>
      ) : null}
    </p>
  );
}
