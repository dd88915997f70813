/** Walks through the rules with the phone's own code: every event in every state, devices offline. */
import { utf8 } from '#lib/crypto/canonical.js';
import {
	fromBase64url,
	parseId,
	toBase64url,
	type EventId,
	type ObjectId
} from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { apply, judge } from '#lib/log/judge.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { LogEvent } from '#lib/log/types.js';
import { drawUp, readAgreeAct, type AgreeAct } from '#lib/sync/agree-act.js';
import { agreedJson } from './agreement-fields';
import { eventOf, type Json } from './fields';

type Objects = ReadonlyMap<ObjectId, ObjectState>;

/** What stands after an event and its row, or null and the code of the refusal. */
interface Taken {
	after: Objects | null;
	answer: string;
}

export async function runWalks(input: Json): Promise<Json> {
	const [start, pattern] = started((input.start as Json[]).map(eventOf));
	if (input.op === 'explore') {
		const events = (input.events as Json[]).map(eventOf);
		return { levels: await explore(start, events, input.depth as number) };
	}
	const devices = new Offline(start, pattern);
	const sent = (input.steps as Json[]).map((step) => devices.do(step));
	return { sent: sent.filter((answers) => answers !== null) };
}

function started(events: LogEvent[]): [Objects, LogEvent] {
	const objects = new Map<ObjectId, ObjectState>();
	for (const event of events) {
		const code = apply(objects, event);
		if (code !== null) throw new Error(`a walk does not begin with ${code}`);
	}
	const last = events.at(-1);
	if (last === undefined) throw new Error('a walk begins somewhere');
	return [objects, last];
}

function take(objects: Objects, event: LogEvent): Taken {
	const decision = judge(objects, event);
	if (!decision.accepted) return { after: null, answer: decision.code };
	const { next } = decision;
	return { after: new Map(objects).set(event.object, next), answer: rowText(next) };
}

function rowText(state: ObjectState): string {
	const { author, rev, versions } = state;
	const erased = versions.flatMap((version, index) => (version.erased ? [index + 1] : []));
	return JSON.stringify({ author, rev, erased, ...agreedJson(state) }, sorted);
}

/** A replacer that writes the members of an object in the order of their names. */
function sorted(_: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** As `walk` in tests/vectors/walking.py: a state is its row and the events that brought its words. */
async function explore(start: Objects, events: LogEvent[], depth: number): Promise<Json[]> {
	const levels: Json[] = [];
	const seen = new Set<string>();
	let frontier: { objects: Objects; words: string }[] = [{ objects: start, words: '' }];
	for (let level = 0; level < depth; level += 1) {
		const lines: string[] = [];
		const reached: typeof frontier = [];
		frontier.forEach(({ objects, words }, number) => {
			events.forEach((event, at) => {
				const { after, answer } = take(objects, event);
				lines.push(`${String(number)} ${String(at)} ${answer}\n`);
				const brought = event.envHash === null ? words : `${words} ${String(at)}`;
				if (after === null || seen.has(brought + answer)) return;
				seen.add(brought + answer);
				reached.push({ objects: after, words: brought });
			});
		});
		const digest = await sha256(utf8(lines.join('')));
		levels.push({ states: frontier.length, digest: toBase64url(digest) });
		frontier = reached;
	}
	return levels;
}

/** Devices that mean something while they are offline, and send it later, in turn. */
class Offline {
	private readonly waiting = new Map<number, Json[]>();
	private readonly revs = new Map<EventId, number>();

	constructor(
		private objects: Objects,
		private readonly pattern: LogEvent
	) {}

	/** Of what is sent the code of each refusal, or the row where it counts; else null. */
	do(step: Json): string[] | null {
		const device = step.device as number;
		const waiting = this.waiting.get(device) ?? [];
		if (step.means !== undefined) {
			this.waiting.set(device, [...waiting, step.means as Json]);
			return null;
		}
		this.waiting.delete(device);
		return waiting.map((meant) => this.send(step, meant));
	}

	private send(step: Json, meant: Json): string {
		const object = parseId<ObjectId>(meant.object);
		const drawn = drawUp(actOf(meant), this.objects.get(object), (id) => this.revs.get(id));
		if (drawn === null) return 'unknown_version';
		const eventId = parseId<EventId>(meant.event_id);
		const { after, answer } = take(this.objects, {
			...this.pattern,
			...drawn,
			eventId,
			member: parseId(step.member),
			atMs: step.at_ms as number,
			verb: drawn.clear.of,
			object,
			envHash: meant.brings === '' ? null : fromBase64url(meant.brings)
		});
		if (after === null) return answer;
		this.objects = after;
		this.revs.set(eventId, drawn.rev);
		return answer;
	}
}

function actOf({ verb, version, words, deep, outcome, next_ms: nextMs }: Json): AgreeAct {
	const named = { version, words, base: version, deep };
	const ends = { outcome: outcome === 1 ? 'kept' : 'retired', nextMs };
	const act = readAgreeAct({ of: verb, ...named, ...ends });
	if (act === null) throw new Error(`${String(verb)} is no act`);
	return act;
}
