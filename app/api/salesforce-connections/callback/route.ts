import { currentActor } from '@/lib/auth/session';
import { redirectTo, route } from '@/lib/http/route';
import { LoginAnswer } from '@/lib/salesforce-connections/contract';
import { finishLogin } from '@/lib/salesforce-connections/login';

// Public, since somebody whose session ended meanwhile is told so on the page and not in JSON. A state counts only for
// the user who began the login.
export const GET = route(
  {
    role: 'public',
    summary: 'Where Salesforce sends browsers back to; goes on to the settings page with a word of how it went',
    query: LoginAnswer,
    answer: 'text',
    status: 307,
  },
  async (ctx, { query }) => {
    const result = await finishLogin({ ...ctx, actor: await currentActor() }, query);
    return redirectTo(`/settings/salesforce?result=${result}`);
  },
);
