/** Who the caller is: the same facts at `/services/oauth2/userinfo` and at the identity address of the token. */
import { type Answer, jsonAnswer, textAnswer } from '@/simulators/core/http';
import type { Instance } from '@/simulators/salesforce/instance';

export function answerUserInfo(instance: Instance, token: string | null, origin: string): Answer {
  const userId = token ? instance.grants.userOf(token) : null;
  const user = instance.settings.users.find((each) => each.id === userId);
  if (!user) return textAnswer(403, 'Bad_OAuth_Token');
  const { orgId } = instance.org;
  const base = instance.instanceUrl(origin);
  const rest = `${base}/services/data/v{version}/`;
  const [first = '', ...others] = user.name.split(' ');
  return jsonAnswer(200, {
    sub: `${origin}/id/${orgId}/${user.id}`,
    id: `${origin}/id/${orgId}/${user.id}`,
    user_id: user.id,
    organization_id: orgId,
    preferred_username: user.username,
    username: user.username,
    nickname: first.toLowerCase(),
    name: user.name,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    given_name: first,
    first_name: first,
    family_name: others.join(' '),
    last_name: others.join(' '),
    zoneinfo: 'Europe/Berlin',
    timezone: 'Europe/Berlin',
    photos: { picture: `${base}/profilephoto/005/F`, thumbnail: `${base}/profilephoto/005/T` },
    profile: `${base}/${user.id}`,
    urls: {
      rest,
      sobjects: `${rest}sobjects/`,
      search: `${rest}search/`,
      query: `${rest}query/`,
      profile: `${base}/${user.id}`,
    },
    active: user.active,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 3_600_000,
    updated_at: instance.clock.now().toISOString(),
    is_app_installed: true,
  });
}
