/** What a body may say under its verb, in which kind of space, and what it then says. */
import { readContent, type KnownContent } from './content';
import type { FoldedVersion } from './fold';
import type { OpenedBody } from './open-body';
import type { SpaceKind } from './types';

type Kinds = readonly KnownContent['t'][];

const IN_PERSONAL: Kinds = [
	'note',
	'profile',
	'thanks_draft',
	'jar',
	'inbox',
	'push_offer',
	'us_time',
	'passphrase',
	'run',
	'page',
	'kept',
	'agreement_draft',
	'closed'
];

const IN_SHARED: Readonly<Record<string, Kinds>> = {
	'item.put': ['member', 'line'],
	'appreciation.given': ['thanks'],
	'appreciation.answered': ['thanks_answer'],
	'conversation.invited': ['conversation'],
	'conversation.said': ['turn'],
	'limit.shared': ['limit'],
	'request.asked': ['request'],
	'request.answered': ['request_answer'],
	'agreement.proposed': ['agreement']
};

export function fittingKinds(kind: SpaceKind | undefined, verb: string): readonly string[] {
	return kind === 'shared' ? (IN_SHARED[verb] ?? []) : IN_PERSONAL;
}

/** What says something else than its verb does is nothing that this app ever wrote. */
export function readOpened(
	opened: OpenedBody,
	fitting: readonly string[]
): FoldedVersion['content'] {
	if (opened.is !== 'open') return { t: opened.is === 'missing' ? 'missing' : 'damaged' };
	const content = readContent(opened.plaintext);
	return content.t === 'damaged' || fitting.includes(content.t) ? content : { t: 'unknown' };
}
