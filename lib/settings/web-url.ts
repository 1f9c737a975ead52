/** The REST endpoint as it is stored: one spelling per instance, without `/rest`, a query or a sign-in in the address. */
export function endpointOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname}`.replace(/\/+$/, '').replace(/\/(rest|identity)$/, '');
}

/**
 * Where a person's record opens in the browser, as far as the REST endpoint tells. Marketo's own endpoints do not
 * name the pod of the web application, so an admin enters it; any other endpoint serves both.
 */
export function webUrlOf(baseUrl: string): string | null {
  return new URL(baseUrl).hostname.endsWith('.mktorest.com') ? null : baseUrl;
}

/** A person's page in Marketo's web application. */
export function marketoRecordUrl(webUrl: string | null, marketoId: number): string | null {
  return webUrl && `${webUrl}/leadDatabase/loadLeadDetail?leadId=${marketoId}`;
}

/** A record's page in Salesforce: the contact if there is one, else the lead. */
export function salesforceRecordUrl(
  salesforceUrl: string | null,
  person: { sfdcContactId: string | null; sfdcLeadId: string | null },
): string | null {
  const id = person.sfdcContactId ?? person.sfdcLeadId;
  return salesforceUrl && id && `${salesforceUrl}/${encodeURIComponent(id)}`;
}
