import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';

const permissions = [
  { name: 'Read-Only Lead', use: 'people, their fields, changes and deletions' },
  { name: 'Read-Only Activity', use: 'the activity grid, and who was created, merged or changed owner' },
  { name: 'Read-Only Opportunity', use: 'the Salesforce opportunity ID; without it that field stays empty' },
  {
    name: 'Read-Write Activity',
    use: 'delivering sales activities; only needed once something is delivered to Marketo',
  },
  {
    name: 'Read-Write Activity Metadata',
    use: 'making the activity types in which they arrive; without it an admin of Marketo makes them by hand',
  },
  { name: 'Read-Only Asset', use: 'finding a smart list of the people to load; without it they are read by ID' },
];

/** What the API role of the custom service has to allow, and how to get the credentials. */
export function MarketoPermissions() {
  return (
    <Card>
      <CardHeader>
        <CardTitle>In Marketo</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <ol className="grid list-decimal gap-1.5 pl-4">
          <li>
            Admin › Users &amp; Roles: create a role with the permissions below (under Access API), and an API-only user
            with it.
          </li>
          <li>
            Admin › LaunchPoint: create a custom service for that user; “View details” shows the client ID and secret.
          </li>
          <li>Admin › Web Services: copy the REST API endpoint.</li>
        </ol>
        <div>
          <h3 className="font-medium">Permissions needed</h3>
          <dl className="mt-1 grid gap-1.5">
            {permissions.map(({ name, use }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="text-muted text-xs">{use}</dd>
              </div>
            ))}
          </dl>
        </div>
        <p className="text-muted text-xs">
          No person is changed in Marketo with this connection. All it makes there are export files and, once an admin
          here switches that on, activity types and sales activities.
        </p>
      </CardBody>
    </Card>
  );
}
