package io.facet.training.data.faces;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;
import io.facet.training.data.image.Damage;
import io.facet.training.data.image.Damage.Damaged;

/**
 * Makes faces worse, and labels them with their quality: the cosine between the teacher's
 * identity of the copy and of the clean face, at least 0. What identifies a person less is worth less to every head, and
 * nobody has to judge pictures by eye (after Terhörst et al., "SER-FIQ", CVPR 2020, and Ou et al., "SDD-FIQA", CVPR 2021,
 * which take quality from embeddings too).
 *
 * <p>All else that is known of the clean face stays with the copy, the teacher's vectors too: they are what a network
 * should still say.
 *
 * @param teacher the one the faces were prepared with; not closed
 */
record DegradedFaces(Teacher teacher) implements Alteration {
    @Override
    public Object plan() {
        return Map.of("degraded", teacher.name());
    }

    /** Faces that are known to be clean, and have a teacher's identity to compare with. */
    @Override
    public boolean takes(Sample face) {
        return face.labels().containsKey(FaceLabels.QUALITY)
                && face.targets().vectors().containsKey(Targets.TEACHER_IDENTITY);
    }

    @Override
    public Optional<Altered> of(Sample face, RandomGenerator random) {
        Damaged worse = Damage.of(face.image(), random);
        float[] clean = face.targets().vectors().get(Targets.TEACHER_IDENTITY);
        return teacher.identity(worse.image()).map(seen -> {
            Map<String, Double> labels = new HashMap<>(face.labels());
            labels.put(FaceLabels.QUALITY, Math.max(0, Math.min(1, cosine(clean, seen))));
            return new Altered(worse.image(), worse.steps(), face.captions(), labels, face.targets());
        });
    }

    /** Both are of unit length. */
    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
