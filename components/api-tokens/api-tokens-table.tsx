import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { ApiToken } from '@/lib/auth/contract';
import { apiScopeTitles } from '@/lib/auth/model';
import { RevokeTokenDialog } from './revoke-token-dialog';

const titles = ['Name', 'Ends in', 'May', 'Created', 'Last used', 'Expires', 'Revoke'];

export function ApiTokensTable({ tokens }: { tokens: ApiToken[] }) {
  return (
    <Table aria-label="Your API tokens">
      <TableTitles titles={titles} />
      <TableBody>
        {tokens.map((token) => (
          <TableRow key={token.id}>
            <TableHeader scope="row">{token.name}</TableHeader>
            <TableCell>
              <code className="font-mono">…{token.ending}</code>
            </TableCell>
            <TableCell>{token.scopes.map((scope) => apiScopeTitles[scope]).join(', ')}</TableCell>
            <TableCell>
              <RelativeTime value={token.createdAt} />
            </TableCell>
            <TableCell>
              <RelativeTime value={token.lastUsedAt} fallback="Never" />
            </TableCell>
            <TableCell>
              {token.expired ? (
                <Badge tone="bad">Expired</Badge>
              ) : (
                <RelativeTime value={token.expiresAt} fallback="Never" />
              )}
            </TableCell>
            <TableCell>
              <RevokeTokenDialog token={token} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
