/** The row and column of every stored secret: a ciphertext opens in its own place only. `npm run keys:rotate` knows them, too. */
export const sealContexts = {
  marketoSecret: 'marketo:clientSecret',
  salesforceSecret: 'salesforce_apps:salesforce:client_secret',
  accessToken: (connectionId: string) => `salesforce_connections:${connectionId}:access_token`,
  refreshToken: (connectionId: string) => `salesforce_connections:${connectionId}:refresh_token`,
  codeVerifier: (stateHash: string) => `salesforce_logins:${stateHash}:code_verifier`,
} as const;
