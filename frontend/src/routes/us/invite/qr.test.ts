import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { drawQr, EYE } from './qr';

const LINK = 'https://goldseam.example/join#1.AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw';

it('draws every dark module once, in its place, outside the three eyes', () => {
	const { data, size } = encode(LINK, { ecc: 'M', border: 0 });
	const { modules, eyes } = drawQr(LINK);
	const drawn = new Set(
		[...modules.matchAll(/M([\d.]+) ([\d.]+)h/g)].map(
			([, x, y]) => `${Math.floor(Number(x))} ${Math.floor(Number(y))}`
		)
	);
	const inEye = (x: number, y: number) =>
		eyes.some((eye) => x >= eye.x && x < eye.x + EYE && y >= eye.y && y < eye.y + EYE);
	const wanted = data.flatMap((row, y) =>
		row.flatMap((dark, x) => (dark && !inEye(x, y) ? [`${x} ${y}`] : []))
	);
	expect([...drawn].toSorted()).toEqual(wanted.toSorted());
	expect(eyes).toEqual([
		{ x: 0, y: 0 },
		{ x: size - EYE, y: 0 },
		{ x: 0, y: size - EYE }
	]);
});

it('keeps a link small enough to read from a phone', () => {
	expect(drawQr(LINK).size).toBeLessThanOrEqual(41);
});
