/**
 * The shape of a seam (design language §6): long nearly straight runs joined by short steep kinks,
 * pulled back towards the middle, with two or three forks that die out.
 *
 * All lengths are whole tenths of a pixel. `along` grows in reading direction from 0; `across` is
 * the distance from the middle, positive towards the second half. A longer seam begins like the
 * shorter one of the same seed; nothing is stretched.
 */
import { chanceOf, type Chance } from './chance.js';

export interface Point {
	along: number;
	across: number;
}

/** A run with its sag, or a kink: its first point, its last one, and those between. */
export type Stretch = Point[];

export interface Crack {
	runs: Stretch[];
	kinks: Stretch[];
	/** Each begins where a run meets a kink. */
	forks: Stretch[];
}

/** 45 to 170 % of 70 px. */
const RUN = { least: 315, most: 1190 };
/** In thousandths: 3.2° to 13.8°. */
const SLOPE = { least: 56, most: 246 };
const KINK = { least: 30, most: 140 };
/** How far a kink goes along for what it goes across, in thousandths: 58° to 34°. */
const KINK_ALONG = { least: 620, most: 1500 };
const FORK = { least: 305, most: 595 };
/** Where a run may end, and from where the next one is pulled back. */
const FAR = 170;
const OFF_MIDDLE = 60;
/** Where a kink may end: it leaves room for the width of the gold within the strip. */
const KINK_FAR = 220;
/** A fork reaches at most so far from the middle: into a block's padding, and not into its words. */
const FORK_FAR = 470;
/** A fork neither begins nor ends closer to an edge than this, and keeps so far from another. */
const FORK_MARGIN = 60;
const FORK_APART = 600;

export function crackOf(seedHex: string, lengthPx: number): Crack {
	const chance = chanceOf(seedHex);
	const length = Math.round(lengthPx * 10);
	const runs: Stretch[] = [];
	const kinks: Stretch[] = [];
	const branches: Branch[] = [];
	let at: Point = { along: -chance(0, 400), across: chance(-OFF_MIDDLE, OFF_MIDDLE) };
	for (;;) {
		const run = drawRun(chance, at);
		runs.push(run);
		at = lastOf(run);
		// Drawn for every kink, taken or not, so that the width changes nothing before the edge.
		const kink = drawKink(chance, run);
		const branch = drawBranch(chance, at, Math.sign(lastOf(kink).across - at.across));
		if (at.along >= length) break;
		kinks.push(kink);
		if (isInside(branch.points, length)) branches.push(branch);
		at = lastOf(kink);
	}
	return { runs, kinks, forks: chooseForks(branches) };
}

export function lastOf(stretch: Stretch): Point {
	const last = stretch.at(-1);
	if (!last) throw new RangeError('a stretch has points');
	return last;
}

function drawRun(chance: Chance, from: Point): Stretch {
	const run = Math.min(chance(RUN.least, RUN.most), chance(RUN.least, RUN.most) + 200);
	const slope = chance(SLOPE.least, SLOPE.most);
	const side = chance(0, 1) === 0 ? -1 : 1;
	const towards = Math.abs(from.across) > OFF_MIDDLE ? -Math.sign(from.across) : side;
	const room = FAR - towards * from.across;
	const rise = Math.max(
		Math.ceil((run * SLOPE.least) / 1000),
		Math.min(Math.round((run * slope) / 1000), room)
	);
	const sag = chance(-14, 14);
	const pieces = Math.max(2, Math.round(run / 190));
	const points = [from];
	for (let piece = 1; piece < pieces; piece += 1) {
		const share = piece / pieces;
		const bend = Math.round(4 * sag * share * (1 - share)) + chance(-5, 5);
		points.push({
			along: from.along + Math.round(run * share) + chance(-25, 25),
			across: from.across + towards * Math.round(rise * share) + bend
		});
	}
	points.push({ along: from.along + run, across: from.across + towards * rise });
	return points;
}

/** Most kinks turn back, some drop further the way the run was going: where there is room for it. */
function drawKink(chance: Chance, run: Stretch): Stretch {
	const [first] = run;
	const from = lastOf(run);
	const size = chance(KINK.least, KINK.most);
	const alongShare = chance(KINK_ALONG.least, KINK_ALONG.most);
	const goesOn = chance(0, 9) < 3;
	const way = from.across > (first?.across ?? 0) ? 1 : -1;
	const wanted = goesOn && way * from.across + size <= FAR ? way : -way;
	const towards = KINK_FAR - wanted * from.across < KINK.least ? -wanted : wanted;
	return [
		from,
		{
			along: from.along + Math.round((size * alongShare) / 1000),
			across: from.across + towards * Math.min(size, KINK_FAR - towards * from.across)
		}
	];
}

interface Branch {
	points: Stretch;
	rank: number;
}

/** Runs on where the line turns, away from the kink, and gets steeper as it dies out. */
function drawBranch(chance: Chance, from: Point, kinkTowards: number): Branch {
	const away = -kinkTowards;
	const wanted = chance(FORK.least, FORK.most);
	const share = chance(380, 520);
	const gentle = chance(150, 420);
	const steep = chance(600, 1200);
	const grown = (length: number): Stretch => {
		const bend = step(from, Math.round((length * share) / 1000), away, gentle);
		return [from, bend, step(bend, length - Math.round((length * share) / 1000), away, steep)];
	};
	const long = grown(wanted);
	const points = Math.abs(lastOf(long).across) <= FORK_FAR ? long : grown(FORK.least);
	return { points, rank: chance(0, 0xffff) };
}

/** `length` further at a slope in thousandths. A square root is exact on every engine; sines are not. */
function step(from: Point, length: number, towards: number, slope: number): Point {
	const along = (length * 1000) / Math.sqrt(1_000_000 + slope * slope);
	return {
		along: from.along + Math.round(along),
		across: from.across + towards * Math.round((along * slope) / 1000)
	};
}

function isInside(points: Stretch, length: number): boolean {
	const [first] = points;
	return (
		first !== undefined &&
		first.along >= FORK_MARGIN &&
		lastOf(points).along <= length - FORK_MARGIN
	);
}

/** Two or three, apart from each other where there is room for that. */
function chooseForks(branches: readonly Branch[]): Stretch[] {
	const ranked = branches.toSorted((one, other) => other.rank - one.rank);
	const wanted = (ranked[0]?.rank ?? 0) % 2 === 0 ? 2 : 3;
	const chosen: Branch[] = [];
	for (const branch of ranked) {
		if (chosen.length < wanted && chosen.every((other) => areApart(branch, other)))
			chosen.push(branch);
	}
	for (const branch of ranked) {
		if (chosen.length < 2 && !chosen.includes(branch)) chosen.push(branch);
	}
	return chosen
		.map(({ points }) => points)
		.toSorted(([one], [other]) => (one?.along ?? 0) - (other?.along ?? 0));
}

function areApart(one: Branch, other: Branch): boolean {
	const [first] = one.points;
	const [second] = other.points;
	return Math.abs((first?.along ?? 0) - (second?.along ?? 0)) >= FORK_APART;
}
