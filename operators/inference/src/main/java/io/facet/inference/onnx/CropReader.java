package io.facet.inference.onnx;

import java.util.List;

import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;

/**
 * Writes the nodes that make a network's input out of the aligned crop: cut out a region, reorder the channels, resize,
 * normalise.
 */
final class CropReader {
    /** ITU-R BT.601, as {@link ImageInput.ColorOrder#GRAY} says. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private final GraphBuilder graph;
    private final int cropSize;

    CropReader(GraphBuilder graph, int cropSize) {
        this.graph = graph;
        this.cropSize = cropSize;
    }

    /**
     * @param crop name of the crop. Shape {@code [N, 3, size, size]}, RGB, float32 in [0, 255]
     * @param region the part to read, in pixels of the crop
     * @param prefix of the names of what is made
     * @return name of the input. Shape {@code [N, C, height, width]}, as {@code image} says
     */
    String read(String crop, Region region, ImageInput image, String prefix) {
        String part = pad(slice(crop, region, prefix), region, prefix);
        // Channels first: it commutes with the resize, and one channel is cheaper to resize than three.
        String channels = reorder(part, image.color(), prefix);
        String resized = resize(channels, region, image, prefix);
        return normalize(resized, image, prefix);
    }

    private String slice(String input, Region region, String prefix) {
        long left = Math.max(0, region.x());
        long top = Math.max(0, region.y());
        long right = Math.min(cropSize, region.x() + region.width());
        long bottom = Math.min(cropSize, region.y() + region.height());
        if (left == 0 && top == 0 && right == cropSize && bottom == cropSize) {
            return input;
        }
        return graph.node(
                "Slice",
                prefix + "slice",
                List.of(
                        input,
                        graph.ints(prefix + "slice/starts", top, left),
                        graph.ints(prefix + "slice/ends", bottom, right),
                        graph.ints(prefix + "slice/axes", 2, 3)));
    }

    private String pad(String input, Region region, String prefix) {
        long left = Math.max(0, -region.x());
        long top = Math.max(0, -region.y());
        long right = Math.max(0, region.x() + region.width() - cropSize);
        long bottom = Math.max(0, region.y() + region.height() - cropSize);
        if (left + top + right + bottom == 0) {
            return input;
        }
        String pads = graph.ints(prefix + "pad/pads", 0, 0, top, left, 0, 0, bottom, right);
        return graph.node("Pad", prefix + "pad", List.of(input, pads));
    }

    private String reorder(String input, ImageInput.ColorOrder color, String prefix) {
        return switch (color) {
            case RGB -> input;
            case BGR ->
                graph.node(
                        "Gather",
                        prefix + "bgr",
                        List.of(input, graph.ints(prefix + "bgr/order", 2, 1, 0)),
                        Attributes.of("axis", 1L));
            case GRAY ->
                graph.node(
                        "Conv",
                        prefix + "gray",
                        List.of(input, graph.floats(prefix + "gray/weights", List.of(1L, 3L, 1L, 1L), LUMA)));
        };
    }

    private String resize(String input, Region region, ImageInput image, String prefix) {
        if (region.width() == image.width() && region.height() == image.height()) {
            return input;
        }
        boolean shrinks = image.width() < region.width() || image.height() < region.height();
        return graph.node(
                "Resize",
                prefix + "resize",
                List.of(input, "", "", graph.ints(prefix + "resize/size", image.height(), image.width())),
                Attributes.of("mode", "linear"),
                Attributes.of("coordinate_transformation_mode", "half_pixel"),
                Attributes.of("antialias", shrinks ? 1L : 0L),
                Attributes.ofInts("axes", 2, 3));
    }

    /** {@code (v · scale − mean) / std} as one multiplication and one addition, left out where they change nothing. */
    private String normalize(String input, ImageInput image, String prefix) {
        int channels = image.color().channels();
        float[] factor = new float[channels];
        float[] offset = new float[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = (float) (image.scale() / image.std().get(c));
            offset[c] = (float) (-image.mean().get(c) / image.std().get(c));
        }
        String scaled = allEqual(factor, 1) ? input : perChannel("Mul", prefix + "scale", input, factor);
        return allEqual(offset, 0) ? scaled : perChannel("Add", prefix + "shift", scaled, offset);
    }

    private String perChannel(String operator, String output, String input, float[] values) {
        String constant = graph.floats(output + "/values", List.of(1L, (long) values.length, 1L, 1L), values);
        return graph.node(operator, output, List.of(input, constant));
    }

    private static boolean allEqual(float[] values, float expected) {
        for (float value : values) {
            if (value != expected) {
                return false;
            }
        }
        return true;
    }
}
