/**
 * Lines that a person confirmed within six months of this build (R31); written by
 * `python -m app.content build`. None is confirmed today, and every screen is whole without one.
 */
import data from '#lib/content/helplines.json';
import { serves } from './places';

export type Kind = 'emergency' | 'abuse' | 'distress' | 'directory';

export interface Helpline {
	country: string;
	kind: Kind;
	service: string;
	number: string | null;
	/** How to use the number where ringing is not the way. */
	how: string | null;
	/** A directory is found by its address instead. */
	address: string | null;
	hours: string;
	languages: string[];
	source: string;
	/** "2026-05-12". */
	last_checked: string;
}

const shipped: readonly Helpline[] = data.lines;

/** In the order of need: emergency, violence, distress, directories. */
const ORDER: readonly Kind[] = ['emergency', 'abuse', 'distress', 'directory'];

export function linesFor(code: string, lines: readonly Helpline[] = shipped): Helpline[] {
	return lines
		.filter((line) => serves(line.country, code))
		.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}
