/** The asset API as far as lists need it: pages by offset, an end marker in the warnings, its own spelling of dates. */
import { type ApiRequest, requiredParam, toInteger } from '@/simulators/marketo/api-request';
import { assetDate } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, type RouteResult, route } from '@/simulators/marketo/instance';
import { findSmartList, type SmartList } from '@/simulators/marketo/smart-lists';
import type { StaticList } from '@/simulators/marketo/store/state';

const defaultPage = 20;
const largestPage = 200;
const nothingFound = 'No assets found for the given search criteria.';
const listFolder = { id: 17, type: 'Folder' };
const rootFolders = ['Marketing Activities', 'Design Studio', 'Group Lists'];
const dayMs = 86_400_000;

export const assetRoutes: Route[] = [
  route('GET', '/rest/asset/v1/staticLists.json', (instance, request) =>
    page(request, [...instance.context.state.lists.values()].map(staticListRecord)),
  ),
  route('GET', '/rest/asset/v1/staticList/byName.json', (instance, request) => {
    const name = requiredParam(request, 'name');
    return answer(
      [...instance.context.state.lists.values()].filter((list) => list.name === name).map(staticListRecord),
    );
  }),
  route('GET', '/rest/asset/v1/staticList/{id}.json', (instance, _request, [id = '']) => {
    const list = instance.context.state.lists.get(toInteger('id', id));
    return answer(list ? [staticListRecord(list)] : []);
  }),
  route('GET', '/rest/asset/v1/smartLists.json', (instance, request) =>
    page(request, smartListRecords(instance, instance.settings.smartLists)),
  ),
  route('GET', '/rest/asset/v1/smartList/byName.json', (instance, request) => {
    const list = findSmartList(instance.settings, { name: requiredParam(request, 'name') });
    return answer(smartListRecords(instance, list ? [list] : []));
  }),
  route('GET', '/rest/asset/v1/smartList/{id}.json', (instance, _request, [id = '']) => {
    const list = findSmartList(instance.settings, { id: toInteger('id', id) });
    return answer(smartListRecords(instance, list ? [list] : []));
  }),
  route('GET', '/rest/asset/v1/folders.json', (instance, request) => page(request, folderRecords(instance))),
];

function page(request: ApiRequest, found: object[]): RouteResult {
  const offset = wholeParam(request, 'offset', 0);
  const size = Math.min(wholeParam(request, 'maxReturn', defaultPage), largestPage);
  return answer(found.slice(offset, offset + size));
}

/** Nothing is a success without a result, and a warning that says so. */
function answer(result: object[]): RouteResult {
  return { body: result.length > 0 ? { errors: [], warnings: [], result } : { errors: [], warnings: [nothingFound] } };
}

function wholeParam(request: ApiRequest, name: string, otherwise: number): number {
  const value = request.params.get(name);
  if (value === null || value === '') return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw new MarketoError('701', `${name} must be a whole number`);
  return Number(value);
}

function staticListRecord(list: StaticList) {
  return {
    id: list.id,
    name: list.name,
    description: '',
    createdAt: assetDate(list.createdAtMs),
    updatedAt: assetDate(list.createdAtMs),
    url: `https://app-sim.marketo.example/#ST${list.id}A1`,
    folder: listFolder,
    workspace: 'Default',
    computedUrl: `https://app-sim.marketo.example/#ST${list.id}A1LA1`,
  };
}

function smartListRecords(instance: Instance, lists: SmartList[]) {
  const at = assetDate(beginningMs(instance));
  return lists.map((list) => ({
    id: list.id,
    name: list.name,
    description: `Holds ${list.holds}`,
    createdAt: at,
    updatedAt: at,
    url: `https://app-sim.marketo.example/#SL${list.id}A1`,
    folder: listFolder,
    workspace: 'Default',
  }));
}

function folderRecords(instance: Instance) {
  const at = assetDate(beginningMs(instance));
  return rootFolders.map((name, index) => ({
    name,
    description: '',
    createdAt: at,
    updatedAt: at,
    url: `https://app-sim.marketo.example/#MF${index + 1}A1`,
    folderId: { id: index + 1, type: 'Folder' },
    folderType: 'Marketing Folder',
    parent: { id: 0, type: 'Folder' },
    path: `/${name}`,
    isArchive: false,
    isSystem: true,
    accessZoneId: 1,
    workspace: 'Default',
    id: index + 1,
  }));
}

/** The instance is a day older than its first person: where a search through all of history may start. */
function beginningMs(instance: Instance): number {
  const [oldest] = instance.context.state.leads.values();
  return (oldest?.createdAtMs ?? instance.clock.nowMs()) - dayMs;
}
