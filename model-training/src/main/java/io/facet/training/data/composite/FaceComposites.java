package io.facet.training.data.composite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.PiecewiseWarp;
import io.facet.training.data.faces.Teacher;
import io.facet.training.data.faces.WarpPoints;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Averages the faces of groups of people. Of a group those are taken whose shape is nearest to the group's mean: they
 * look straight ahead. The same set gives the same composites. One thread.
 */
final class FaceComposites {
    /** Fewer people than this would be recognised in their mean. */
    static final int LEAST_PEOPLE = 30;

    /** Of a group, so many times the faces of a composite are looked at. */
    private static final int POOL = 5;

    private static final Logger LOG = LoggerFactory.getLogger(FaceComposites.class);

    private final SampleSource source;
    private final Optional<Teacher> teacher;
    private final int people;
    private int unreadable;

    /**
     * @param source prepared faces with labels of age, gender and race; closed by the caller
     * @param teacher asked for the landmarks of faces that come without ({@link Targets#TEACHER_LANDMARKS}); closed by the
     *     caller
     * @param people faces in each composite
     */
    FaceComposites(SampleSource source, Optional<Teacher> teacher, int people) {
        if (people < LEAST_PEOPLE) {
            throw new IllegalArgumentException(
                    "expected at least %d people in a composite, found %d".formatted(LEAST_PEOPLE, people));
        }
        this.source = source;
        this.teacher = teacher;
        this.people = people;
    }

    /**
     * An averaged face.
     *
     * @param name of the group
     * @param pictures how many faces went into it
     * @param image square
     * @param alpha 0 to 255. Shape {@code [side, side]}
     * @param landmarks 68 points of the image, x and y in turn
     */
    record Composite(String name, int pictures, RgbImage image, int[] alpha, float[] landmarks) {}

    /** Where a member of a group is, and its shape. */
    private record Member(int index, int side, float[] landmarks) {}

    /**
     * One composite for each group.
     *
     * @param progress told how many samples of the set have been looked at
     * @throws UserError if a group has too few faces
     */
    List<Composite> all(IntConsumer progress) {
        List<List<Member>> members = members(progress);
        List<Composite> composites = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            PeopleGroup group = PeopleGroup.ALL.get(i);
            if (members.get(i).size() < people) {
                throw new UserError("expected at least %d faces of %s with a teacher's landmarks, found %d"
                        .formatted(people, group.name(), members.get(i).size()));
            }
            composites.add(average(group.name(), members.get(i)));
        }
        return composites;
    }

    private List<List<Member>> members(IntConsumer progress) {
        List<List<Member>> members = new ArrayList<>();
        PeopleGroup.ALL.forEach(group -> members.add(new ArrayList<>()));
        for (int i = 0; i < source.size(); i++) {
            Sample sample = read(i);
            for (int g = 0; sample != null && g < members.size(); g++) {
                if (members.get(g).size() < POOL * people
                        && PeopleGroup.ALL.get(g).includes(sample.labels())) {
                    add(i, sample, members.get(g));
                }
            }
            progress.accept(i + 1);
        }
        return members;
    }

    private void add(int index, Sample sample, List<Member> members) {
        Optional.ofNullable(sample.targets().vectors().get(Targets.TEACHER_LANDMARKS))
                .or(() -> teacher.flatMap(known -> known.landmarks(sample.image())))
                .ifPresent(landmarks ->
                        members.add(new Member(index, sample.image().width(), landmarks)));
    }

    /** Null for a sample that is broken: any other face does as well. */
    private Sample read(int index) {
        try {
            return source.read(index);
        } catch (UnreadableSampleException e) {
            LOG.warn("picture left out: {}", e.getMessage());
            unreadable++;
            return null;
        }
    }

    /** Pictures that were left out so far because they could not be read. */
    int unreadable() {
        return unreadable;
    }

    private Composite average(String name, List<Member> members) {
        float[] all = meanShape(members);
        List<Member> nearest = members.stream()
                .sorted(Comparator.comparingDouble((Member member) -> distance(member.landmarks(), all))
                        .thenComparingInt(Member::index))
                .limit(people)
                .toList();
        int side = nearest.get(0).side();
        float[] shape = symmetric(meanShape(nearest), side);
        WarpPoints target = WarpPoints.of(shape, side);
        PiecewiseWarp warp = PiecewiseWarp.onto(target, side);
        double[] sum = new double[side * side * 3];
        for (Member member : nearest) {
            warp.add(read(member.index()).image(), WarpPoints.of(member.landmarks(), side), sum);
        }
        byte[] pixels = new byte[sum.length];
        for (int i = 0; i < sum.length; i++) {
            pixels[i] = (byte) Math.round(sum[i] / nearest.size());
        }
        return new Composite(
                name,
                nearest.size(),
                new RgbImage(side, side, pixels),
                SoftOutline.alpha(target.outline(), side),
                shape);
    }

    private static float[] meanShape(List<Member> members) {
        double[] sum = new double[2 * LandmarkScheme.IBUG_68.count()];
        for (Member member : members) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += member.landmarks()[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / members.size());
        }
        return mean;
    }

    /** The mean of a shape and its mirror image: nobody looks to one side. */
    private static float[] symmetric(float[] shape, int side) {
        float[] mirrored = LandmarkScheme.IBUG_68.mirrored(shape, side);
        float[] mean = new float[shape.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (shape[i] + mirrored[i]) / 2;
        }
        return mean;
    }

    private static double distance(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (first[i] - second[i]) * (double) (first[i] - second[i]);
        }
        return sum;
    }
}
