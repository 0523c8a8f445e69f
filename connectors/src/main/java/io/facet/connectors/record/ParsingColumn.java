package io.facet.connectors.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;

import static java.util.Objects.requireNonNull;

/**
 * Face parsing.
 *
 * @param labels class names; the mask's values index them
 * @param size side of the mask in pixels
 * @param mask PNG of 8-bit indexed colour, {@code size × size}: the index of a pixel is its class
 * @param transform from source pixels to pixels of the mask
 * @param shares share of the mask's pixels in [0, 1] by class name, in the order of the labels
 */
public record ParsingColumn(
        List<String> labels, int size, byte[] mask, TransformColumn transform, Map<String, Double> shares) {

    /**
     * {@code x' = a·x − b·y + tx}, {@code y' = b·x + a·y + ty}.
     *
     * @param a scale · cos(angle), rounded to 9 decimals
     * @param b scale · sin(angle), rounded to 9 decimals
     * @param tx translation in pixels of the mask
     * @param ty translation in pixels of the mask
     */
    public record TransformColumn(double a, double b, double tx, double ty) {}

    public ParsingColumn {
        requireNonNull(labels, "labels is missing");
        requireNonNull(mask, "mask is missing");
        requireNonNull(transform, "transform is missing");
        requireNonNull(shares, "shares is missing");
    }

    static ParsingColumn from(HeadResult.Parsing parsing) {
        CropTransform transform = parsing.transform();
        return new ParsingColumn(
                parsing.labels(),
                parsing.size(),
                MaskPng.encode(parsing.mask(), parsing.size()),
                new TransformColumn(
                        Decimals.rotation(transform.a()),
                        Decimals.rotation(transform.b()),
                        Decimals.coordinate(transform.tx()),
                        Decimals.coordinate(transform.ty())),
                shares(parsing.labels(), parsing.mask()));
    }

    HeadResult toDomain() {
        return new HeadResult.Parsing(
                labels,
                size,
                MaskPng.decode(mask, size),
                new CropTransform(transform.a(), transform.b(), transform.tx(), transform.ty()));
    }

    private static Map<String, Double> shares(List<String> labels, byte[] mask) {
        long[] pixels = new long[labels.size()];
        for (byte value : mask) {
            int index = Byte.toUnsignedInt(value);
            if (index >= pixels.length) {
                throw new IllegalArgumentException(
                        "a mask of %d classes holds class %d".formatted(pixels.length, index));
            }
            pixels[index]++;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int index = 0; index < pixels.length; index++) {
            shares.put(labels.get(index), Decimals.fraction((double) pixels[index] / mask.length));
        }
        return shares;
    }
}
