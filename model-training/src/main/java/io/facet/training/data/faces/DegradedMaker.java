package io.facet.training.data.faces;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.face.AlignedCrop;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.Damage;
import io.facet.training.data.image.Damage.Damaged;
import io.facet.training.data.image.Frames;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.prepare.CropStore;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.PreparedFace;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;

/**
 * Makes copies of prepared faces that are worse, and labels them with their quality: the cosine between the teacher's
 * identity of the copy and of the clean face, at least 0. What identifies a person less is worth less to every head, and
 * nobody has to judge pictures by eye (after Terhörst et al., "SER-FIQ", CVPR 2020, and Ou et al., "SDD-FIQA", CVPR 2021,
 * which take quality from embeddings too).
 *
 * <p>All else that is known of the clean face stays with the copy, the teacher's vectors too: they are what a network
 * should still say. Any number of threads; closes nothing it is given.
 */
final class DegradedMaker implements ShardedRun.Work<DegradedCounts> {
    private static final Logger LOG = LoggerFactory.getLogger(DegradedMaker.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED = 20;

    private final SampleSource faces;
    private final Teacher teacher;
    private final int copies;
    private final long seed;
    private final FacesSettings settings;
    private final FaceAligner canonical = new FaceAligner(AlignmentTemplates.FACET_224);
    private final AtomicInteger named = new AtomicInteger();

    /**
     * @param faces prepared, with a teacher's identity
     * @param teacher the same
     * @param copies of each face
     * @param seed makes other copies
     */
    DegradedMaker(SampleSource faces, Teacher teacher, int copies, long seed, FacesSettings settings) {
        this.faces = faces;
        this.teacher = teacher;
        this.copies = copies;
        this.seed = seed;
        this.settings = settings;
    }

    private record Plan(String faces, int size, String teacher, int copies, long seed, FacesSettings settings) {}

    @Override
    public Object plan() {
        return new Plan(faces.fingerprint(), faces.size(), teacher.name(), copies, seed, settings);
    }

    @Override
    public DegradedCounts counts() {
        return new DegradedCounts();
    }

    @Override
    public void add(DegradedCounts sum, DegradedCounts part) {
        sum.add(part);
    }

    @Override
    public boolean keeps(DegradedCounts counts) {
        return counts.copies > 0;
    }

    @Override
    public void picture(int index, String number, CropStore store, DegradedCounts counts) throws IOException {
        counts.faces++;
        Sample face;
        try {
            face = faces.read(index);
        } catch (UnreadableSampleException e) {
            counts.unreadable++;
            if (named.getAndIncrement() < NAMED) {
                LOG.warn("face left out: {}", e.getMessage());
            }
            return;
        }
        float[] clean = face.targets().vectors().get(Targets.TEACHER_IDENTITY);
        if (clean == null || !face.labels().containsKey(FaceLabels.QUALITY)) {
            counts.notClean++;
            return;
        }
        for (int copy = 1; copy <= copies; copy++) {
            String name = PreparedFace.copyName(face.key(), copy);
            Damaged worse = Damage.of(face.image(), new SplittableRandom(Sha256.bits(seed, name)));
            Optional<float[]> seen = teacher.identity(canonicalCrop(worse.image()));
            if (seen.isEmpty()) {
                counts.untaught++;
            } else {
                store(name, copy, face, worse, Math.max(0, Math.min(1, cosine(clean, seen.get()))), store);
                counts.copies++;
            }
        }
    }

    private AlignedCrop canonicalCrop(RgbImage stored) {
        return canonical.align(Frames.of(stored), CropFrame.TEMPLATE.points());
    }

    /** Both are of unit length. */
    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private void store(String name, int copy, Sample face, Damaged worse, double quality, CropStore store)
            throws IOException {
        Map<String, Double> labels = new HashMap<>(face.labels());
        labels.put(FaceLabels.QUALITY, quality);
        Targets targets = face.targets();
        Map<String, String> vectors = new HashMap<>();
        targets.vectors().forEach((vector, values) -> vectors.put(vector, PreparedFace.encoded(values)));
        store.put(name + ".jpg", ImageEncoder.jpeg(worse.image(), settings.quality()));
        put(store, name + ".mask.png", targets.mask());
        put(store, name + ".teacher.png", targets.teacherMask());
        int classes = targets.mask() == null ? 0 : targets.mask().labels();
        store.put(
                name + ".json",
                JSON.writeValueAsBytes(PreparedFace.altered(
                        name, copy, face.captions(), labels, targets.landmarks(), classes, worse.steps(), vectors)));
    }

    private static void put(CropStore store, String name, ClassMap map) throws IOException {
        if (map != null) {
            store.put(name, ImageEncoder.png(map));
        }
    }
}
