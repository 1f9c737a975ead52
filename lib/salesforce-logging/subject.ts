import type { SalesActivityBody } from '../sales-activities/model';
import type { SubjectValues } from './model';

/** What the dynamic fields stand for in an activity that becomes a task of its own. */
export function subjectValues({ kind, payload }: SalesActivityBody): SubjectValues {
  const isCall = kind === 'call';
  const campaign = 'campaignName' in payload ? payload.campaignName : null;
  const step = 'campaignStep' in payload ? { day: payload.campaignDay, step: payload.campaignStep } : null;
  return {
    activity_type: isCall ? 'Call' : 'Email',
    activity_subject: 'emailSubject' in payload ? payload.emailSubject : null,
    sales_campaign_name: campaign,
    sales_campaign_day: step?.day ?? null,
    sales_campaign_step: step?.step ?? null,
    call_outcome: isCall ? payload.outcome : null,
    call_reason: isCall ? payload.reason : null,
  };
}
