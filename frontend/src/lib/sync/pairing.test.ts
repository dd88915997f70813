import { afterEach, expect, test } from 'vitest';
import { bothKnow, compare, together, twoPeople, type Couple } from '../../../tests/couple';

let couple: Couple;

afterEach(() => {
	couple.close();
});

test('two people become one space, with names, and the same seam on both phones', async () => {
	couple = await together();
	const { nadia, elias } = couple;
	expect(nadia.us.together).toMatchObject({ me: { name: 'Nadia' }, them: { name: 'Elias' } });
	expect(elias.us.together).toMatchObject({ me: { name: 'Elias' }, them: { name: 'Nadia' } });
	expect(nadia.us.together?.seed).toBe(elias.us.together?.seed);
	expect(nadia.us.invitation).toBeNull();
	expect(elias.us.joining).toBeNull();
	await bothKnow(couple);
});
