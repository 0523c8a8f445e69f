package io.facet.training.data.image;

/** Changes of levels, each sample by its own value and those of its channel, on planes R, G, B of samples in [0, 255]. */
final class ChannelLevels {
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;

    private ChannelLevels() {}

    /** From the least sample of a channel at 0 to its largest at 255; a channel of one level stays. */
    static void stretch(float[] planes) {
        int plane = planes.length / CHANNELS;
        for (int first = 0; first < planes.length; first += plane) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = first; i < first + plane; i++) {
                least = Math.min(least, planes[i]);
                most = Math.max(most, planes[i]);
            }
            float gain = most > least ? 255 / (most - least) : 1;
            float base = most > least ? least : 0;
            for (int i = first; i < first + plane; i++) {
                planes[i] = Math.min(255, (planes[i] - base) * gain);
            }
        }
    }

    /** Each level of a channel becomes the share of samples below it; a channel of one level stays. */
    static void equalize(float[] planes) {
        int plane = planes.length / CHANNELS;
        for (int first = 0; first < planes.length; first += plane) {
            int[] counts = new int[LEVELS];
            for (int i = first; i < first + plane; i++) {
                counts[level(planes[i])]++;
            }
            float[] levels = equalized(counts, plane);
            for (int i = first; i < first + plane; i++) {
                planes[i] = levels[level(planes[i])];
            }
        }
    }

    private static int level(float sample) {
        return Math.max(0, Math.min(LEVELS - 1, Math.round(sample)));
    }

    private static float[] equalized(int[] counts, int samples) {
        int last = LEVELS - 1;
        while (counts[last] == 0) {
            last--;
        }
        float others = samples - counts[last];
        float[] levels = new float[LEVELS];
        int below = 0;
        for (int level = 0; level < LEVELS; level++) {
            levels[level] = others == 0 ? level : Math.min(255, 255 * below / others);
            below += counts[level];
        }
        return levels;
    }

    /** Inverts samples from a level on. */
    static void solarize(float[] planes, double from) {
        for (int i = 0; i < planes.length; i++) {
            planes[i] = planes[i] < from ? planes[i] : 255 - planes[i];
        }
    }

    /**
     * Keeps the leading bits of whole samples.
     *
     * @param bits 1 to 8
     */
    static void posterize(float[] planes, int bits) {
        int kept = -1 << 8 - bits;
        for (int i = 0; i < planes.length; i++) {
            planes[i] = level(planes[i]) & kept;
        }
    }
}
