import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { LookupForm } from './lookup-form';

/** The question as a card of a page. */
export function LookupCard() {
  return (
    <Card aria-labelledby="lookup">
      <CardHeader>
        <CardTitle id="lookup">Why is this person not here?</CardTitle>
      </CardHeader>
      <CardBody>
        <LookupForm />
      </CardBody>
    </Card>
  );
}
