package io.facet.training.attend;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.data.RgbImage;
import io.facet.training.data.image.ImageEncoder;

/** The picture and, beside it, what each text means in it. Used by one thread. */
public final class AttentionPage {
    private final List<RgbImage> pictures = new ArrayList<>();

    /** @param image of which the encoder saw the largest centred square */
    public AttentionPage(RgbImage image) {
        pictures.add(square(image));
    }

    /** Adds what a text means. */
    public void add(TextAttention attention) {
        pictures.add(AttentionPicture.of(pictures.get(0), attention));
    }

    /** All of it as a PNG. */
    public byte[] png() {
        int side = pictures.get(0).width();
        int row = 3 * side * pictures.size();
        byte[] pixels = new byte[row * side];
        for (int i = 0; i < pictures.size(); i++) {
            for (int y = 0; y < side; y++) {
                System.arraycopy(pictures.get(i).pixels(), 3 * side * y, pixels, row * y + 3 * side * i, 3 * side);
            }
        }
        return ImageEncoder.png(new RgbImage(side * pictures.size(), side, pixels));
    }

    private static RgbImage square(RgbImage image) {
        int side = Math.min(image.width(), image.height());
        int left = (image.width() - side) / 2;
        int top = (image.height() - side) / 2;
        byte[] pixels = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(image.pixels(), 3 * ((top + y) * image.width() + left), pixels, 3 * side * y, 3 * side);
        }
        return new RgbImage(side, side, pixels);
    }
}
