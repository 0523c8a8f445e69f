package io.facet.training.data.faces;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.Frames;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.prepare.CropStore;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.PreparedFace;
import io.facet.training.data.source.PreparedFace.PointsFrom;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;
import io.facet.vision.quality.FaceQuality;

/** Makes a stored face out of each picture of a set. Any number of threads; closes nothing it is given. */
final class FaceMaker implements ShardedRun.Work<FaceCounts> {
    private static final Logger LOG = LoggerFactory.getLogger(FaceMaker.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED = 20;

    /** Crop pixels to one of the picture: more make a picture that is too small to be called clean. */
    private static final double LARGEST_SCALE = 1.5;

    /** Below it, of two hundred UTKFace pictures, lie those that are blurred to the eye. */
    private static final double LEAST_SHARPNESS = 0.2;

    private final String set;
    private final SampleSource source;
    private final FaceLocator locator;
    private final String detector;
    private final MeanPoints mean;
    private final Optional<Teacher> teacher;
    private final FacesSettings settings;
    private final FaceAligner stored = new FaceAligner(CropFrame.TEMPLATE);
    private final FaceAligner canonical = new FaceAligner(AlignmentTemplates.FACET_224);
    private final AtomicInteger named = new AtomicInteger();

    /**
     * @param set name of the set, in lower case
     * @param source its pictures
     * @param locator finds their faces
     * @param detector names the detector
     * @param teacher says what is not labelled
     */
    FaceMaker(
            String set,
            SampleSource source,
            FaceLocator locator,
            String detector,
            Optional<Teacher> teacher,
            FacesSettings settings) {
        this.set = set;
        this.source = source;
        this.locator = locator;
        this.detector = detector;
        this.teacher = teacher;
        this.settings = settings;
        this.mean = MeanPoints.of(set, source, locator);
    }

    /** What a folder was made from, and how. */
    private record Plan(
            String set,
            String source,
            int pictures,
            String template,
            String detector,
            String teacher,
            MeanPoints mean,
            FacesSettings settings) {}

    @Override
    public Object plan() {
        return new Plan(
                set,
                source.fingerprint(),
                source.size(),
                CropFrame.TEMPLATE.name(),
                detector,
                teacher.map(Teacher::name).orElse("none"),
                mean,
                settings);
    }

    @Override
    public FaceCounts counts() {
        return new FaceCounts();
    }

    @Override
    public void add(FaceCounts sum, FaceCounts part) {
        sum.add(part);
    }

    @Override
    public boolean keeps(FaceCounts counts) {
        return counts.faces() > 0;
    }

    @Override
    public void picture(int index, String number, CropStore store, FaceCounts counts) throws IOException {
        counts.pictures++;
        Sample sample;
        try {
            sample = source.read(index);
        } catch (UnreadableSampleException e) {
            counts.unreadable++;
            if (named.getAndIncrement() < NAMED) {
                LOG.warn("picture left out: {}", e.getMessage());
            }
            return;
        }
        Located located = located(sample);
        YuvImage frame = Frames.of(sample.image());
        AlignedCrop crop;
        try {
            crop = stored.align(frame, located.points());
        } catch (IllegalArgumentException e) {
            // The aligner says so of points that coincide; nothing can be cut out by them.
            counts.notAligned++;
            return;
        }
        switch (located.from()) {
            case DETECTOR -> counts.detected++;
            case LANDMARKS -> counts.landmarks++;
            case FALLBACK -> counts.fallback++;
        }
        Face face = new Face(sample, source.group(index), located, crop, canonical.align(frame, located.points()));
        store(face, store, counts);
    }

    /** A face that was cut out. */
    private record Face(Sample sample, String group, Located located, AlignedCrop stored, AlignedCrop canonical) {}

    /** Where a face is, and who says so. */
    private record Located(FivePoints points, PointsFrom from, double score) {}

    private Located located(Sample sample) {
        Optional<FaceLocator.Found> found = locator.find(sample);
        if (found.isPresent()) {
            return new Located(
                    found.get().points(), PointsFrom.DETECTOR, found.get().score());
        }
        return MeanPoints.labelled(sample.targets())
                .map(points -> new Located(points, PointsFrom.LANDMARKS, 0))
                .orElseGet(() -> new Located(mean.in(sample.image()), PointsFrom.FALLBACK, 0));
    }

    private void store(Face face, CropStore store, FaceCounts counts) throws IOException {
        Optional<Teacher.Opinion> opinion = teacher.map(known -> known.of(face.canonical()));
        Map<String, String> vectors = opinion.map(FaceMaker::vectors).orElse(Map.of());
        if (opinion.isPresent() && vectors.isEmpty() && opinion.get().mask().isEmpty()) {
            counts.untaught++;
        }
        RgbImage image = face.sample().image();
        Optional<ClassMap> mask = Optional.ofNullable(face.sample().targets().mask())
                .map(map -> CropFrame.fromPicture(
                        map, image.width(), image.height(), face.stored().transform()));
        String name = PreparedFace.name(set, 0, face.group(), face.sample().key());
        store.put(name + ".jpg", ImageEncoder.jpeg(Frames.picture(face.stored()), settings.quality()));
        put(store, name + ".mask.png", mask);
        put(store, name + ".teacher.png", opinion.flatMap(Teacher.Opinion::mask));
        int classes = mask.map(ClassMap::labels).orElse(0);
        store.put(name + ".json", JSON.writeValueAsBytes(description(face, labels(face), classes, vectors)));
    }

    private static Map<String, String> vectors(Teacher.Opinion opinion) {
        Map<String, String> vectors = new HashMap<>();
        opinion.identity().ifPresent(vector -> vectors.put(Targets.TEACHER_IDENTITY, PreparedFace.encoded(vector)));
        opinion.landmarks().ifPresent(vector -> vectors.put(Targets.TEACHER_LANDMARKS, PreparedFace.encoded(vector)));
        return vectors;
    }

    private static void put(CropStore store, String name, Optional<ClassMap> map) throws IOException {
        if (map.isPresent()) {
            store.put(name, ImageEncoder.png(map.get()));
        }
    }

    private static Map<String, Double> labels(Face face) {
        Map<String, Double> labels = new HashMap<>(face.sample().labels());
        labels.put(FaceLabels.DETECTED, face.located().from() == PointsFrom.FALLBACK ? 0.0 : 1.0);
        if (isClean(face)) {
            labels.put(FaceLabels.QUALITY, 1.0);
        }
        return labels;
    }

    /** How good others are, nothing says; they have no such label. */
    private static boolean isClean(Face face) {
        return face.located().from() != PointsFrom.FALLBACK
                && face.stored().transform().scale() <= LARGEST_SCALE
                && FaceQuality.sharpness(face.canonical()) >= LEAST_SHARPNESS;
    }

    private PreparedFace description(Face face, Map<String, Double> labels, int classes, Map<String, String> vectors) {
        RgbImage image = face.sample().image();
        CropTransform transform = face.stored().transform();
        return new PreparedFace(
                set,
                face.sample().key(),
                0,
                face.sample().captions(),
                labels,
                face.located().from(),
                face.located().points().asList(),
                face.located().score(),
                image.width(),
                image.height(),
                transform,
                transform.scale(),
                moved(face.sample().targets().landmarks(), transform),
                classes,
                List.of(),
                vectors);
    }

    private static float[] moved(float[] landmarks, CropTransform transform) {
        if (landmarks == null) {
            return null;
        }
        float[] moved = new float[landmarks.length];
        for (int i = 0; i < landmarks.length; i += 2) {
            Point point = transform.toCrop(new Point(landmarks[i], landmarks[i + 1]));
            moved[i] = (float) point.x();
            moved[i + 1] = (float) point.y();
        }
        return moved;
    }
}
