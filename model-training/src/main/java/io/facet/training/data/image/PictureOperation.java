package io.facet.training.data.image;

/**
 * The operations of RandAugment on square planes R, G, B of samples in [0, 255], with the ranges of AutoAugment (Cubuk et
 * al., "AutoAugment: Learning Augmentation Policies from Data", CVPR 2019, Table 6). A strength is in [-1, 1], its sign the
 * direction where there are two. Stateless; any number of threads.
 */
enum PictureOperation {
    /** Nothing. */
    IDENTITY(false, (planes, side, strength) -> {}),
    /** Each channel stretched to [0, 255], whatever the strength. */
    AUTO_CONTRAST(false, (planes, side, strength) -> ChannelLevels.stretch(planes)),
    /** Each channel's levels made equally frequent, whatever the strength. */
    EQUALIZE(false, (planes, side, strength) -> ChannelLevels.equalize(planes)),
    /** Samples from a level down to 0 at full strength on are inverted. */
    SOLARIZE(false, (planes, side, strength) -> ChannelLevels.solarize(planes, 256 * (1 - Math.abs(strength)))),
    /** 8 bits for each sample, down to 4. */
    POSTERIZE(
            false,
            (planes, side, strength) -> ChannelLevels.posterize(planes, 8 - (int) Math.round(4 * Math.abs(strength)))),
    /** Distance from grey, by a factor of 0.1 to 1.9; as the next three. */
    COLOR(false, (planes, side, strength) -> new ColorChange(1, 1, factor(strength)).apply(planes)),
    CONTRAST(false, (planes, side, strength) -> new ColorChange(1, factor(strength), 1).apply(planes)),
    BRIGHTNESS(false, (planes, side, strength) -> new ColorChange(factor(strength), 1, 1).apply(planes)),
    /** Distance from a smoothed picture. */
    SHARPNESS(false, (planes, side, strength) -> Sharpness.change(planes, side, factor(strength))),
    /** By up to 30°, about the middle. */
    ROTATE(
            true,
            (planes, side, strength) ->
                    PlaneAffine.turned(Math.toRadians(30 * strength)).apply(planes, side)),
    /** By up to 0.3, about the middle; as the next. */
    SHEAR_X(true, (planes, side, strength) -> new PlaneAffine(1, 0.3 * strength, 0, 1, 0, 0).apply(planes, side)),
    SHEAR_Y(true, (planes, side, strength) -> new PlaneAffine(1, 0, 0.3 * strength, 1, 0, 0).apply(planes, side)),
    /** By up to 150 of 331 pixels; as the next. */
    TRANSLATE_X(
            true,
            (planes, side, strength) -> new PlaneAffine(1, 0, 0, 1, 150.0 / 331 * strength, 0).apply(planes, side)),
    TRANSLATE_Y(
            true,
            (planes, side, strength) -> new PlaneAffine(1, 0, 0, 1, 0, 150.0 / 331 * strength).apply(planes, side));

    private final boolean moves;
    private final Change change;

    PictureOperation(boolean moves, Change change) {
        this.moves = moves;
        this.change = change;
    }

    /** Changes planes in place. */
    @FunctionalInterface
    private interface Change {
        void apply(float[] planes, int side, double strength);
    }

    private static float factor(double strength) {
        return (float) (1 + 0.9 * strength);
    }

    /** Whether what is shown comes to lie elsewhere. */
    boolean moves() {
        return moves;
    }

    /**
     * Changes planes in place.
     *
     * @param planes {@code [3, side, side]} row-major
     * @param strength in [-1, 1]
     */
    void apply(float[] planes, int side, double strength) {
        change.apply(planes, side, strength);
    }
}
