package io.facet.training.data.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;

/** How public sets of faces say what their pictures show. */
final class LabelledSets {
    private LabelledSets() {}

    /** Reads the label out of a picture's name. */
    @FunctionalInterface
    private interface NameReader {
        Map<String, Double> labels(String key, String name) throws UnreadableSampleException;
    }

    /** UTKFace: {@code age_gender_race_time.jpg}. */
    static Layout utkFace() {
        return named(UtkNames::labels);
    }

    /** FER-2013: {@code expression/number.jpg}. */
    static Layout fer2013() {
        return named((key, name) -> {
            int expression = FaceLabels.EXPRESSIONS.indexOf(folder(name));
            if (expression < 0) {
                throw new UnreadableSampleException(
                        key, "expected a folder out of " + FaceLabels.EXPRESSIONS + ", found " + folder(name));
            }
            return Map.of(FaceLabels.EXPRESSION, (double) expression);
        });
    }

    /** Labeled Faces in the Wild: {@code person/person_number.jpg}; persons are numbered by name. */
    static Layout lfw(FileStore store) {
        Map<String, Double> persons = new HashMap<>();
        for (String person : new TreeSet<>(
                store.files().stream().map(file -> folder(file.name())).toList())) {
            persons.put(person, (double) persons.size());
        }
        return named((key, name) -> Map.of(FaceLabels.IDENTITY, persons.get(folder(name))), LabelledSets::person);
    }

    /** CelebAMask-HQ: {@code images/id.jpg} with the classes of its pixels in {@code masks/id.png}. */
    static Layout celebaMask() {
        return new MaskLayout();
    }

    /** Persons, not photos, are held out of LFW, wherever the set lies. */
    static String person(StoredSample sample) {
        return folder(sample.image().name());
    }

    private static Layout named(NameReader reader) {
        return named(reader, StoredSample::key);
    }

    private static Layout named(NameReader reader, Function<StoredSample, String> group) {
        StemLayout files = new StemLayout();
        return new Layout() {
            @Override
            public List<StoredSample> samples(FileStore store) {
                return files.samples(store);
            }

            @Override
            public String group(StoredSample sample) {
                return group.apply(sample);
            }

            @Override
            public Annotation annotation(StoredSample sample, FileStore store) throws UnreadableSampleException {
                return Annotation.labels(
                        reader.labels(sample.key(), sample.image().name()));
            }
        };
    }

    private static String folder(String name) {
        int end = Math.max(0, name.lastIndexOf('/'));
        return name.substring(name.lastIndexOf('/', end - 1) + 1, end);
    }

    /** Worn items are what covers more than a few pixels of the mask. */
    private static final class MaskLayout implements Layout {
        /** Less is a slip of the annotator's brush: one pixel in two thousand. */
        private static final double LEAST_SHARE = 0.0005;

        private static final int CLASSES = FaceLabels.PARTS.size();
        private static final int HAIR = 13;
        private static final Map<String, Integer> WORN =
                Map.of(FaceLabels.EYEGLASSES, 3, FaceLabels.HAT, 14, FaceLabels.EARRINGS, 15, FaceLabels.NECKLACE, 16);

        @Override
        public List<StoredSample> samples(FileStore store) {
            Map<String, StoredFile> masks = new HashMap<>();
            List<StoredFile> images = new ArrayList<>();
            for (StoredFile file : store.files()) {
                if (folder(file.name()).equals("masks")) {
                    masks.put(base(file), file);
                } else if (folder(file.name()).equals("images") && StemLayout.IMAGES.contains(file.extension())) {
                    images.add(file);
                }
            }
            List<StoredSample> samples = new ArrayList<>();
            for (StoredFile image : images) {
                StoredFile mask = masks.get(base(image));
                List<StoredFile> companions = mask == null ? List.of() : List.of(mask);
                samples.add(new StoredSample(store.key(image), image, companions, List.of()));
            }
            return samples;
        }

        private static String base(StoredFile file) {
            return file.stem().substring(file.stem().lastIndexOf('/') + 1);
        }

        @Override
        public Annotation annotation(StoredSample sample, FileStore store)
                throws IOException, UnreadableSampleException {
            double[] shares = shares(targets(sample, store).mask());
            Map<String, Double> labels = new HashMap<>();
            WORN.forEach((item, number) -> labels.put(item, shares[number] >= LEAST_SHARE ? 1.0 : 0.0));
            labels.put(FaceLabels.HAIR, shares[HAIR]);
            return Annotation.labels(labels);
        }

        @Override
        public Targets targets(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
            StoredFile file = sample.companion("png").orElse(null);
            if (file == null) {
                throw new UnreadableSampleException(
                        sample.key(), "expected a mask in " + expected(sample.image()) + ", found none");
            }
            return new Targets(null, mask(sample, store.read(file)), Map.of());
        }

        private static ClassMap mask(StoredSample sample, byte[] file) throws UnreadableSampleException {
            return ImageDecoder.decodeClasses(sample.key() + " (mask)", file, CLASSES);
        }

        private static String expected(StoredFile image) {
            String folder = image.name().substring(0, image.name().lastIndexOf("images/"));
            return folder + "masks/" + base(image) + ".png";
        }

        private static double[] shares(ClassMap mask) {
            double[] shares = new double[CLASSES];
            for (byte number : mask.classes()) {
                if (number != ClassMap.UNKNOWN) {
                    shares[number] += 1.0 / mask.classes().length;
                }
            }
            return shares;
        }
    }
}
