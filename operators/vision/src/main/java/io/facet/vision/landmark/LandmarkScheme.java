package io.facet.vision.landmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/**
 * A layout of facial landmarks. Points are numbered from 0; left and right are those of the picture, so that the first of
 * two eyes is the person's right one.
 *
 * @param name as heads and data sets write it, for example {@code ibug-68}
 * @param count number of points
 * @param mirror point {@code i} of a mirrored face is point {@code mirror[i]} of the face, its x mirrored; an involution
 * @param ocular outer corners of the eyes: their distance is the inter-ocular one
 * @param pupils centres of the eyes: their distance is the inter-pupil one
 * @param nose tip of the nose
 * @param mouth corners of the mouth
 */
public record LandmarkScheme(
        String name, int count, List<Integer> mirror, PointPair ocular, PointPair pupils, int nose, PointPair mouth) {

    /**
     * 300-W (Sagonas et al., "300 Faces in-the-Wild Challenge", 2013): chin line 0–16, brows 17–26, nose 27–35, eyes
     * 36–47, mouth 48–67. An eye's centre is the mean of its six points.
     */
    public static final LandmarkScheme IBUG_68 = new LandmarkScheme(
            "ibug-68",
            68,
            new Mirror(68)
                    .reversed(0, 16)
                    .reversed(17, 26)
                    .reversed(31, 35)
                    .swapped(36, 45, 37, 44, 38, 43, 39, 42, 40, 47, 41, 46)
                    .reversed(48, 54)
                    .reversed(55, 59)
                    .reversed(60, 64)
                    .reversed(65, 67)
                    .order(),
            PointPair.of(36, 45),
            new PointPair(List.of(36, 37, 38, 39, 40, 41), List.of(42, 43, 44, 45, 46, 47)),
            30,
            PointPair.of(48, 54));

    /**
     * WFLW (Wu et al., "Look at Boundary", 2018): chin line 0–32, brows 33–50 as outlines, nose 51–59, eyes 60–75, mouth
     * 76–95, pupils 96 and 97.
     */
    public static final LandmarkScheme WFLW_98 = new LandmarkScheme(
            "wflw-98",
            98,
            new Mirror(98)
                    .reversed(0, 32)
                    .swapped(33, 46, 34, 45, 35, 44, 36, 43, 37, 42, 38, 50, 39, 49, 40, 48, 41, 47)
                    .reversed(55, 59)
                    .swapped(60, 72, 61, 71, 62, 70, 63, 69, 64, 68, 65, 75, 66, 74, 67, 73)
                    .reversed(76, 82)
                    .reversed(83, 87)
                    .reversed(88, 92)
                    .reversed(93, 95)
                    .swapped(96, 97)
                    .order(),
            PointPair.of(60, 72),
            PointPair.of(96, 97),
            54,
            PointPair.of(76, 82));

    /**
     * AFLW without the two ears' lobes (Zhu et al., "Unconstrained Face Alignment via Cascaded Compositional Learning",
     * 2016): brows 0–5, eyes 6–11 (corner, centre, corner), ear, nose, ear 12–14, mouth 15–17, chin 18.
     */
    public static final LandmarkScheme AFLW_19 = new LandmarkScheme(
            "aflw-19",
            19,
            new Mirror(19)
                    .reversed(0, 5)
                    .reversed(6, 11)
                    .reversed(12, 14)
                    .reversed(15, 17)
                    .order(),
            PointPair.of(6, 11),
            PointPair.of(7, 10),
            13,
            PointPair.of(15, 17));

    /** COFW (Burgos-Artizzu et al., "Robust Face Landmark Estimation under Occlusion", 2013): left and right in turn. */
    public static final LandmarkScheme COFW_29 = new LandmarkScheme(
            "cofw-29",
            29,
            new Mirror(29)
                    .swapped(0, 1, 2, 3, 4, 6, 5, 7, 8, 9, 10, 11, 12, 14, 13, 15, 16, 17, 18, 19, 22, 23)
                    .order(),
            PointPair.of(8, 9),
            PointPair.of(16, 17),
            20,
            PointPair.of(22, 23));

    private static final List<LandmarkScheme> ALL = List.of(IBUG_68, WFLW_98, AFLW_19, COFW_29);

    /**
     * Where the points of {@link #IBUG_68} are among those of {@link #WFLW_98}: every second point of the chin line, the
     * upper edge of the brows, four of six points on each eye's lids.
     */
    private static final List<Integer> IBUG_68_OF_WFLW_98 = IntStream.of(
                    0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 33, 34, 35, 36, 37, 42, 43, 44, 45,
                    46, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 65, 67, 68, 69, 71, 72, 73, 75, 76, 77, 78,
                    79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95)
            .boxed()
            .toList();

    public LandmarkScheme {
        mirror = List.copyOf(mirror);
        List<Integer> order = mirror;
        if (order.size() != count || !IntStream.range(0, count).allMatch(i -> mirrors(order, count, i))) {
            throw new IllegalArgumentException(
                    "scheme %s: expected %d points of which each mirrors the one that mirrors it"
                            .formatted(name, count));
        }
    }

    private static boolean mirrors(List<Integer> order, int count, int point) {
        int other = order.get(point);
        return other >= 0 && other < count && order.get(other) == point;
    }

    /**
     * The scheme of a name.
     *
     * @throws IllegalArgumentException that lists the names there are
     */
    public static LandmarkScheme of(String name) {
        return ALL.stream()
                .filter(scheme -> scheme.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("landmark scheme: expected one of %s, found %s"
                        .formatted(ALL.stream().map(LandmarkScheme::name).collect(Collectors.joining(", ")), name)));
    }

    /** The scheme of so many points; empty where there is none. */
    public static Optional<LandmarkScheme> of(int count) {
        return ALL.stream().filter(scheme -> scheme.count == count).findFirst();
    }

    /**
     * Which points of another scheme stand for those of this one, in this one's order: itself, or 98 points read as 68;
     * empty where the other has no such points.
     */
    public Optional<List<Integer>> within(LandmarkScheme other) {
        if (other.equals(this)) {
            return Optional.of(IntStream.range(0, count).boxed().toList());
        }
        return equals(IBUG_68) && other.equals(WFLW_98) ? Optional.of(IBUG_68_OF_WFLW_98) : Optional.empty();
    }

    /** The five points that faces are aligned by: eyes' centres, tip of the nose, corners of the mouth. */
    public FivePoints five(float[] points) {
        return new FivePoints(
                pupils.first(points),
                pupils.second(points),
                new Point(points[2 * nose], points[2 * nose + 1]),
                mouth.first(points),
                mouth.second(points));
    }

    /** The landmarks of the mirrored picture of that width, whose pixel x lies at {@code width - x}. A new array. */
    public float[] mirrored(float[] points, float width) {
        requireCount(points);
        float[] result = new float[points.length];
        for (int i = 0; i < count; i++) {
            int from = mirror.get(i);
            result[2 * i] = width - points[2 * from];
            result[2 * i + 1] = points[2 * from + 1];
        }
        return result;
    }

    /** @throws IllegalArgumentException if that is not an x and a y for each point */
    public void requireCount(float[] points) {
        if (points.length != 2 * count) {
            throw new IllegalArgumentException("landmarks %s: expected %d numbers, x and y of %d points, found %d"
                    .formatted(name, 2 * count, count, points.length));
        }
    }

    /** Builds the order of a mirrored face. */
    private static final class Mirror {
        private final List<Integer> order;

        Mirror(int count) {
            order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        }

        /** A run of points that a mirror reads backwards, both ends included. */
        Mirror reversed(int first, int last) {
            for (int i = first; i <= last; i++) {
                order.set(i, first + last - i);
            }
            return this;
        }

        /** Pairs that change places, one after the other. */
        Mirror swapped(int... pairs) {
            for (int i = 0; i < pairs.length; i += 2) {
                order.set(pairs[i], pairs[i + 1]);
                order.set(pairs[i + 1], pairs[i]);
            }
            return this;
        }

        List<Integer> order() {
            return order;
        }
    }
}
