/** A QR code as one SVG path of rounded modules; its three eyes are drawn apart. */
import { encode } from 'uqr';

export interface QrDrawing {
	/** Modules to a side, without the quiet zone. */
	size: number;
	/** Every dark module outside the eyes, one unit each. */
	modules: string;
	/** The top start corner of each eye. */
	eyes: readonly { x: number; y: number }[];
}

/** An eye is seven modules wide. */
export const EYE = 7;
/** Light around each module, in modules: the marks stand apart and still read as one. */
const GAP = 0.04;
const RADIUS = 0.24;

/** Level M: a scratched or dim screen still reads. */
export function drawQr(text: string): QrDrawing {
	const { data, size } = encode(text, { ecc: 'M', border: 0 });
	const far = size - EYE;
	const eyes = [
		{ x: 0, y: 0 },
		{ x: far, y: 0 },
		{ x: 0, y: far }
	];
	const isEye = (x: number, y: number) => eyes.some((eye) => within(eye.x, x) && within(eye.y, y));
	const modules = data
		.flatMap((row, y) => row.map((dark, x) => (dark && !isEye(x, y) ? moduleAt(x, y) : '')))
		.join('');
	return { size, modules, eyes };
}

const within = (start: number, place: number): boolean => place >= start && place < start + EYE;

function moduleAt(x: number, y: number): string {
	const side = 1 - 2 * GAP - 2 * RADIUS;
	const arc = (dx: number, dy: number) => `a${RADIUS} ${RADIUS} 0 0 1 ${dx} ${dy}`;
	return (
		`M${x + GAP + RADIUS} ${y + GAP}h${side}${arc(RADIUS, RADIUS)}v${side}` +
		`${arc(-RADIUS, RADIUS)}h${-side}${arc(-RADIUS, -RADIUS)}v${-side}${arc(RADIUS, -RADIUS)}z`
	);
}
