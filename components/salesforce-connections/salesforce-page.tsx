'use client';

import { type ComponentType, useState } from 'react';
import { LoggingTab } from '@/components/salesforce-logging/logging-tab';
import { PageHeader } from '@/components/shell/page-header';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { ConnectionsTab } from './connections-tab';
import { LoginResultNotice } from './login-result-notice';
import { type SalesforceTab, salesforceTabs, useSalesforceView } from './page-view';

const tabs: Record<SalesforceTab, { title: string; Content: ComponentType<{ isAdmin: boolean }> }> = {
  connections: { title: 'Connections', Content: ConnectionsTab },
  logging: { title: 'Logging', Content: LoggingTab },
};

/** Settings › Salesforce: a frame around its tabs. */
export function SalesforcePage({ isAdmin }: { isAdmin: boolean }) {
  const { tab, result, setView } = useSalesforceView();
  const [opened, setOpened] = useState([tab]);
  if (!opened.includes(tab)) setOpened([...opened, tab]);
  return (
    <>
      <PageHeader title="Salesforce" />
      {result ? <LoginResultNotice result={result} onClose={() => setView({ result: null })} /> : null}
      <Tabs value={tab} onValueChange={(value) => setView({ tab: value as SalesforceTab })}>
        <TabsList aria-label="Settings of Salesforce">
          {salesforceTabs.map((value) => (
            <TabsTrigger key={value} value={value}>
              {tabs[value].title}
            </TabsTrigger>
          ))}
        </TabsList>
        {salesforceTabs.map((value) => {
          const { Content } = tabs[value];
          return (
            // Once opened it stays, so that nothing that was typed is lost by looking at another tab.
            <TabsContent
              key={value}
              value={value}
              tabIndex={-1}
              forceMount={opened.includes(value) || undefined}
              className="data-[state=inactive]:hidden"
            >
              <Content isAdmin={isAdmin} />
            </TabsContent>
          );
        })}
      </Tabs>
    </>
  );
}
