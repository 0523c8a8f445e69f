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

import io.facet.training.data.ClassMap;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.Alteration.Altered;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.prepare.CropStore;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.PreparedFace;

/** Makes altered copies of prepared faces. Any number of threads; closes nothing it is given. */
final class CopyMaker implements ShardedRun.Work<CopyCounts> {
    private static final Logger LOG = LoggerFactory.getLogger(CopyMaker.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED = 20;

    private final SampleSource faces;
    private final Alteration alteration;
    private final int copies;
    private final long seed;
    private final FacesSettings settings;
    private final AtomicInteger named = new AtomicInteger();

    /**
     * @param faces prepared
     * @param copies of each face
     * @param seed makes other copies
     */
    CopyMaker(SampleSource faces, Alteration alteration, int copies, long seed, FacesSettings settings) {
        this.faces = faces;
        this.alteration = alteration;
        this.copies = copies;
        this.seed = seed;
        this.settings = settings;
    }

    private record Plan(String faces, int size, Object alteration, int copies, long seed, FacesSettings settings) {}

    @Override
    public Object plan() {
        return new Plan(faces.fingerprint(), faces.size(), alteration.plan(), copies, seed, settings);
    }

    @Override
    public CopyCounts counts() {
        return new CopyCounts();
    }

    @Override
    public void add(CopyCounts sum, CopyCounts part) {
        sum.add(part);
    }

    @Override
    public boolean keeps(CopyCounts counts) {
        return counts.copies > 0;
    }

    @Override
    public void picture(int index, String number, CropStore store, CopyCounts counts) throws IOException {
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
        if (!alteration.takes(face)) {
            counts.unfit++;
            return;
        }
        for (int copy = 1; copy <= copies; copy++) {
            String name = PreparedFace.copyName(face.key(), copy);
            Optional<Altered> altered = alteration.of(face, new SplittableRandom(Sha256.bits(seed, name)));
            if (altered.isPresent()) {
                store(name, copy, altered.get(), store);
                counts.copies++;
            } else {
                counts.failed++;
            }
        }
    }

    private void store(String name, int copy, Altered altered, CropStore store) throws IOException {
        Targets targets = altered.targets();
        Map<String, String> vectors = new HashMap<>();
        targets.vectors().forEach((vector, values) -> vectors.put(vector, PreparedFace.encoded(values)));
        store.put(name + ".jpg", ImageEncoder.jpeg(altered.image(), settings.quality()));
        put(store, name + ".mask.png", targets.mask());
        put(store, name + ".teacher.png", targets.teacherMask());
        int classes = targets.mask() == null ? 0 : targets.mask().labels();
        store.put(
                name + ".json",
                JSON.writeValueAsBytes(PreparedFace.altered(
                        name,
                        copy,
                        altered.captions(),
                        altered.labels(),
                        targets.landmarks(),
                        classes,
                        altered.steps(),
                        vectors)));
    }

    private static void put(CropStore store, String name, ClassMap map) throws IOException {
        if (map != null) {
            store.put(name, ImageEncoder.png(map));
        }
    }
}
