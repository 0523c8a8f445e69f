package io.facet.training.data.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;

/**
 * What is stored of a prepared face beside its crop ({@code .jpg}) and masks ({@code .mask.png}, {@code .teacher.png}): the
 * {@code .json} of the same name.
 *
 * @param set the face is from, in lower case
 * @param source key of the picture in that set
 * @param copy 0 for the face as it is; others are altered
 * @param captions texts that describe the picture
 * @param labels numbers by name, see {@link io.facet.training.data.FaceLabels}
 * @param pointsFrom where the five points come from; null for an altered copy
 * @param points the five points, in pixels of the picture; none for an altered copy
 * @param score of the detector, where it found the points; else 0
 * @param width of the picture in pixels; 0 for an altered copy
 * @param height of the picture in pixels; 0 for an altered copy
 * @param transform from pixels of the picture to pixels of the crop; null for an altered copy
 * @param scale crop pixels to one pixel of the picture: above 1, the crop shows more pixels than there were
 * @param landmarks x and y in turn, in pixels of the crop; null where there are none
 * @param classes number of classes of {@code .mask.png}; 0 where there is none
 * @param alterations what was done to an altered copy, in order
 * @param vectors float32 numbers in little-endian order and Base64, by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PreparedFace(
        String set,
        String source,
        int copy,
        List<String> captions,
        Map<String, Double> labels,
        PointsFrom pointsFrom,
        List<Point> points,
        double score,
        int width,
        int height,
        CropTransform transform,
        double scale,
        float[] landmarks,
        int classes,
        List<String> alterations,
        Map<String, String> vectors) {

    /** Where the points that a face was aligned by come from. */
    public enum PointsFrom {
        @JsonProperty("detector")
        DETECTOR,
        /** The set's own landmarks. */
        @JsonProperty("landmarks")
        LANDMARKS,
        /** Where faces of the set are on average. */
        @JsonProperty("fallback")
        FALLBACK
    }

    /**
     * Name of the vector that tells where the picture lies in the crop: a, b, tx and ty of the transform into crop pixels, width
     * and height of the picture.
     */
    public static final String PICTURE = "picture";

    /** Name of the vector of the five points that a face was aligned by: x and y in turn, in pixels of the picture. */
    public static final String ALIGNED = "aligned";

    /** Ends the group in a name. */
    private static final String GROUP_END = "@/";

    public PreparedFace {
        captions = captions == null ? List.of() : List.copyOf(captions);
        labels = labels == null ? Map.of() : new TreeMap<>(labels);
        points = points == null ? List.of() : List.copyOf(points);
        alterations = alterations == null ? List.of() : List.copyOf(alterations);
        vectors = vectors == null ? Map.of() : new TreeMap<>(vectors);
    }

    /**
     * What the files of a face are called, but for their endings: {@code set/copy/key}, or {@code set/copy/group@/key}
     * where the group is not the key. So the group is known without reading anything.
     */
    public static String name(String set, int copy, String group, String key) {
        String prefix = set + "/" + copy + "/";
        boolean told = group.equals(key) && !key.contains(GROUP_END);
        return told ? prefix + key : prefix + group.replace("%", "%25").replace("@", "%40") + GROUP_END + key;
    }

    /** The group in a {@linkplain #name name}: the same for a picture and all that was made of it. */
    public static String group(String name) {
        String rest = name.split("/", 3)[2];
        int end = rest.indexOf(GROUP_END);
        return end < 0 ? rest : rest.substring(0, end).replace("%40", "@").replace("%25", "%");
    }

    /** The key in a name: of the picture in its set. */
    static String key(String name) {
        String rest = name.split("/", 3)[2];
        int end = rest.indexOf(GROUP_END);
        return end < 0 ? rest : rest.substring(end + GROUP_END.length());
    }

    /** Name of another copy of a face. */
    public static String copyName(String name, int copy) {
        String[] parts = name.split("/", 3);
        return parts[0] + "/" + copy + "/" + parts[2];
    }

    /**
     * What is stored of an altered copy of a prepared face. How the face came out of its picture is told by the clean one.
     *
     * @param name of the copy
     * @param vectors as they are stored
     */
    public static PreparedFace altered(
            String name,
            int copy,
            List<String> captions,
            Map<String, Double> labels,
            float[] landmarks,
            int classes,
            List<String> alterations,
            Map<String, String> vectors) {
        String set = name.substring(0, name.indexOf('/'));
        return new PreparedFace(
                set,
                key(name),
                copy,
                captions,
                labels,
                null,
                List.of(),
                0,
                0,
                0,
                null,
                0,
                landmarks,
                classes,
                alterations,
                vectors);
    }

    /** The vector {@link #PICTURE}; empty for an altered copy. */
    Optional<float[]> picture() {
        return Optional.ofNullable(transform)
                .map(place -> new float[] {
                    (float) place.a(), (float) place.b(), (float) place.tx(), (float) place.ty(), width, height
                });
    }

    /** The vector {@link #ALIGNED}; empty for an altered copy. */
    Optional<float[]> aligned() {
        if (points.isEmpty()) {
            return Optional.empty();
        }
        float[] vector = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            vector[2 * i] = (float) points.get(i).x();
            vector[2 * i + 1] = (float) points.get(i).y();
        }
        return Optional.of(vector);
    }

    /** A vector as it is stored. */
    public static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The reverse of {@link #encoded}; throws IllegalArgumentException where it is none. */
    static float[] decoded(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("expected whole float32 numbers, found " + bytes.length + " bytes");
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
