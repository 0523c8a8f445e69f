package io.facet.training.data.faces;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Makes faces of nobody out of two: both are bent onto a shape between theirs and blended, either evenly or across a soft
 * line, so that a copy may have the eyes of one and the mouth of the other. The teacher says who it looks like; so a
 * small set gives as many faces to learn a teacher's embedding from as it has pairs. The landmarks are those of the
 * shape, labelled where both faces' are.
 *
 * <p>Nothing else that is known of either face holds for the copy.
 *
 * @param partners the other face is one of these; not closed
 * @param teacher gives the identity; not closed
 */
record MixedFaces(SampleSource partners, Teacher teacher) implements Alteration {
    /** Neither face has less than this of an even blend: the pure ones are there already. */
    private static final double LEAST = 0.2;

    /** Half the width of the soft line, in sides of the picture. */
    private static final double SOFT = 0.06;

    /** The line lies at most so far from the centre, in sides of the picture: within the face. */
    private static final double APART = 0.12;

    @Override
    public Object plan() {
        return Map.of("mixed", teacher.name(), "partners", partners.fingerprint());
    }

    /** Faces whose 68 points are known. */
    @Override
    public boolean takes(Sample face) {
        return points(face) != null;
    }

    @Override
    public Optional<Altered> of(Sample face, RandomGenerator random) {
        Sample partner;
        try {
            partner = partners.read(random.nextInt(partners.size()));
        } catch (UnreadableSampleException e) {
            // Its own set counts it.
            return Optional.empty();
        }
        if (!takes(partner) || partner.image().width() != face.image().width()) {
            return Optional.empty();
        }
        double shape = random.nextDouble();
        float[] landmarks = between(points(face), points(partner), shape);
        Blend blend = Blend.draw(random);
        RgbImage image = mixed(face, partner, landmarks, blend);
        return teacher.identity(image)
                .map(identity -> new Altered(
                        image,
                        List.of("shape %.2f of %s".formatted(shape, partner.key()), blend.toString()),
                        List.of(),
                        Map.of(),
                        targets(face, partner, landmarks, identity)));
    }

    /** The labelled points, else the teacher's; null where there are neither. */
    private static float[] points(Sample face) {
        return isLabelled(face)
                ? face.targets().landmarks()
                : face.targets().vectors().get(Targets.TEACHER_LANDMARKS);
    }

    /** Faces are bent by the 68 points alone. */
    private static boolean isLabelled(Sample face) {
        float[] landmarks = face.targets().landmarks();
        return landmarks != null && landmarks.length == 2 * LandmarkScheme.IBUG_68.count();
    }

    private static float[] between(float[] one, float[] other, double share) {
        float[] between = new float[one.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = (float) ((1 - share) * one[i] + share * other[i]);
        }
        return between;
    }

    private static Targets targets(Sample face, Sample partner, float[] landmarks, float[] identity) {
        boolean labelled = isLabelled(face) && isLabelled(partner);
        Map<String, float[]> vectors = new HashMap<>(Map.of(Targets.TEACHER_IDENTITY, identity));
        if (!labelled) {
            vectors.put(Targets.TEACHER_LANDMARKS, landmarks);
        }
        return new Targets(labelled ? landmarks : null, null, vectors);
    }

    private static RgbImage mixed(Sample face, Sample partner, float[] landmarks, Blend blend) {
        int side = face.image().width();
        PiecewiseWarp warp = PiecewiseWarp.onto(WarpPoints.of(landmarks, side), side);
        double[] one = bent(face, warp, side);
        double[] other = bent(partner, warp, side);
        byte[] pixels = new byte[one.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double share = blend.at((x + 0.5) / side - 0.5, (y + 0.5) / side - 0.5);
                for (int i = 3 * (y * side + x); i < 3 * (y * side + x + 1); i++) {
                    pixels[i] = (byte) Math.round((1 - share) * one[i] + share * other[i]);
                }
            }
        }
        return new RgbImage(side, side, pixels);
    }

    private static double[] bent(Sample face, PiecewiseWarp warp, int side) {
        double[] bent = new double[3 * side * side];
        warp.add(face.image(), WarpPoints.of(points(face), side), bent);
        return bent;
    }

    /**
     * How much of the partner is in a place.
     *
     * @param even share everywhere; above 1: there is a line instead
     * @param angle of the line's normal, radians
     * @param offset of the line from the centre, in sides of the picture
     */
    private record Blend(double even, double angle, double offset) {
        static Blend draw(RandomGenerator random) {
            double angle = 2 * Math.PI * random.nextDouble();
            double offset = APART * (2 * random.nextDouble() - 1);
            double even = LEAST + (1 - 2 * LEAST) * random.nextDouble();
            return random.nextBoolean() ? new Blend(even, 0, 0) : new Blend(2, angle, offset);
        }

        /** In sides of the picture, from its centre. */
        double at(double x, double y) {
            if (even <= 1) {
                return even;
            }
            double across = x * Math.cos(angle) + y * Math.sin(angle) - offset;
            double ramp = Math.max(0, Math.min(1, 0.5 + across / (2 * SOFT)));
            return ramp * ramp * (3 - 2 * ramp);
        }

        @Override
        public String toString() {
            return even <= 1
                    ? String.format(Locale.ROOT, "blend %.2f", even)
                    : String.format(Locale.ROOT, "line %.2f at %.0f degrees", offset, Math.toDegrees(angle));
        }
    }
}
