/**
 * Chance that repeats: the same seed gives the same numbers on every engine. Only 32-bit integer
 * arithmetic, because nothing finer is promised to be alike everywhere.
 */
export type Chance = (least: number, most: number) => number;

/** Numbers from `least` to `most`, both included, drawn from a seed of any even number of hex digits. */
export function chanceOf(seedHex: string): Chance {
	const state = spread(seedHex);
	return (least, most) => {
		const span = most - least + 1;
		return least + Math.floor((next(state) * span) / 0x1_0000_0000);
	};
}

type State = [number, number, number, number];

/** Every digit of the seed reaches every word of the state. */
function spread(seedHex: string): State {
	if (!/^(?:[0-9a-f]{2})+$/u.test(seedHex)) throw new RangeError('a seed is bytes in hex');
	const state: State = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
	for (let at = 0; at < seedHex.length; at += 2) {
		state[0] = Math.imul(state[0] ^ parseInt(seedHex.slice(at, at + 2), 16), 0x01000193);
		next(state);
	}
	for (let round = 0; round < 12; round += 1) next(state);
	return state;
}

/** One step of sfc32: a 32-bit number without sign. */
function next(state: State): number {
	const [a, b, c, counter] = state;
	const drawn = (a + b + counter) | 0;
	state[0] = b ^ (b >>> 9);
	state[1] = (c + (c << 3)) | 0;
	state[2] = (((c << 21) | (c >>> 11)) + drawn) | 0;
	state[3] = (counter + 1) | 0;
	return drawn >>> 0;
}
