/**
 * A seam as SVG paths: a pure function of its seed and its length, so that both phones draw the
 * same. Coordinates are pixels with one decimal; the middle of the strip is 0.
 */
import { crackOf, lastOf, type Point, type Stretch } from './crack.js';

/** The strip that the line stays in, in pixels across: half of it to either side of the middle. */
export const STRIP_PX = 52;

export interface SeamPath {
	/** The line itself: the edge between the halves, and the hairline while closed. */
	main: string;
	/** The outline of the open seam, wider where it turns. */
	gold: string;
	/** Outlines of what branches off, only drawn open. */
	forks: string[];
	/** The same branches beside a line that is thin itself. */
	hairs: string[];
}

/** Half of the gold's width in tenths of a pixel: 4.6 px, give or take a tenth to either side. */
const HALF = 23;
const VARIES = [-2, 1, 2, -1, 0, -2, 2, 0];
/** At a kink the gold pools. */
const POOL = 34;
const FORK_HALF = [19, 9, 1];
const HAIR_HALF = [7, 4, 1];
/** How far from a corner its rounding begins, in tenths. */
const ROUND = 28;

type Write = (point: Point) => string;

const lying: Write = ({ along, across }) => `${along / 10} ${across / 10}`;
const upright: Write = ({ along, across }) => `${across / 10} ${along / 10}`;

/** `standing`: the seam runs from top to bottom. `lengthPx` is cut off, not stretched to. */
export function seamPath(seedHex: string, lengthPx: number, standing = false): SeamPath {
	const write = standing ? upright : lying;
	const { runs, kinks, forks } = crackOf(seedHex, lengthPx);
	const points = runs.flat();
	const corners = new Set(kinks.flat());
	const halves = points.map((point, at) =>
		corners.has(point) ? POOL : HALF + (VARIES[at % VARIES.length] ?? 0)
	);
	return {
		main: rounded(points, write),
		gold: outline(points, halves, write),
		forks: forks.map((fork) => outline(fork, FORK_HALF, write)),
		hairs: forks.map((fork) => outline(fork, HAIR_HALF, write))
	};
}

/** One side there, the other side back. */
function outline(points: Stretch, halves: readonly number[], write: Write): string {
	const side = (sign: number): Stretch =>
		points.map((point, at) => beside(points, at, sign * (halves[at] ?? HALF)));
	const back = side(-1).toReversed();
	return `${rounded(side(1), write)}L${rounded(back, write).slice(1)}Z`;
}

/** The point at a distance from the line, square to the way it takes there. */
function beside(points: Stretch, at: number, distance: number): Point {
	const here = points[at] ?? lastOf(points);
	const before = points[at - 1] ?? here;
	const after = points[at + 1] ?? here;
	const along = after.along - before.along;
	const across = after.across - before.across;
	const length = Math.sqrt(along * along + across * across);
	return {
		along: here.along - Math.round((distance * across) / length),
		across: here.across + Math.round((distance * along) / length)
	};
}

/** Straight lines whose corners are rounded off. */
function rounded(points: Stretch, write: Write): string {
	const [first, ...others] = points;
	if (!first) return '';
	let path = `M${write(first)}`;
	for (const [at, corner] of others.entries()) {
		const before = points[at] ?? corner;
		const after = others[at + 1];
		path += after
			? `L${write(near(corner, before))}Q${write(corner)} ${write(near(corner, after))}`
			: `L${write(corner)}`;
	}
	return path;
}

/** On the way from a corner to its neighbour: where the rounding ends, at most half-way. */
function near(corner: Point, neighbour: Point): Point {
	const along = neighbour.along - corner.along;
	const across = neighbour.across - corner.across;
	const length = Math.sqrt(along * along + across * across);
	const share = Math.min(0.5, ROUND / Math.max(1, length));
	return {
		along: corner.along + Math.round(along * share),
		across: corner.across + Math.round(across * share)
	};
}
