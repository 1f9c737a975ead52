import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { whatCannotBeDone } from './words';

/** What Marketo does not let anybody do, said before somebody looks for it. */
export function CannotCard() {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What cannot be done</CardTitle>
      </CardHeader>
      <CardBody>
        <ul className="grid max-w-3xl list-disc gap-1.5 pl-5 text-muted">
          {whatCannotBeDone.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
