/**
 * Hands neutral words and the address to the phone's own way of sharing, or copies them. The app
 * sends nothing itself, and what it hands over holds no name and none of anybody's words.
 */
export type Told = 'shared' | 'left' | 'copied' | 'by_hand';

export async function tellYourself(
	words: string,
	address: string,
	device: Pick<Navigator, 'clipboard'> & Partial<Pick<Navigator, 'share'>> = navigator
): Promise<Told> {
	if (device.share) {
		try {
			await device.share({ text: words, url: address });
			return 'shared';
		} catch (error) {
			// Put away without sending: a full answer. Anything else is tried by copying.
			if (error instanceof Error && error.name === 'AbortError') return 'left';
		}
	}
	try {
		await device.clipboard.writeText(`${words}\n${address}`);
		return 'copied';
	} catch {
		return 'by_hand';
	}
}
