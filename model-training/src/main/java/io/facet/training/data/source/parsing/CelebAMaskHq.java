package io.facet.training.data.source.parsing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * CelebAMask-HQ as published: a black and white picture for each part of a face that is there. A pixel that two of them
 * claim belongs to the later class, as in the set's own tool. A picture is in the part its original is in CelebA. Left and
 * right of the classes are the person's own.
 */
public final class CelebAMaskHq implements ListedSet {
    /** The classes, by number; all but the background end the names of mask files. */
    private static final List<String> CLASSES = FaceLabels.PARTS;

    private static final String MASKS = "CelebAMask-HQ-mask-anno";
    private static final String MAPPING = "CelebA-HQ-to-CelebA-mapping.txt";
    private static final String PARTITION = "list_eval_partition.txt";
    /** Pictures whose masks lie in one folder. */
    private static final int FOLDER = 2000;

    @Override
    public Kind kind() {
        return Kind.CELEBAMASK;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "CelebAMask-HQ",
                "Lee et al., \"MaskGAN: Towards Diverse and Interactive Facial Image Manipulation\", 2020",
                "CelebA-HQ-img/*.jpg, " + MASKS + "/0 to 14/00000_skin.png …, " + MAPPING + ", CelebA's " + PARTITION,
                List.of(
                        new Part("train", 24_183),
                        new Part("val", 2993),
                        new Part("test", 2824),
                        new Part("all", 30_000)),
                List.of("mask of 19 classes"),
                SetCard.FARL_PARSING);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        List<StoredFile> pictures = files.pictures(name -> name.contains("/celeba-hq-img/"));
        if (part.equals("all")) {
            return listed(files, pictures);
        }
        String wanted = String.valueOf(List.of("train", "val", "test").indexOf(part));
        Map<String, String> partition = partition(files);
        Map<String, String> originals = originals(files);
        List<StoredFile> chosen = new ArrayList<>();
        for (StoredFile picture : pictures) {
            if (wanted.equals(partition.get(originals.get(number(picture))))) {
                chosen.add(picture);
            }
        }
        return listed(files, chosen);
    }

    private static List<Listed> listed(SetFiles files, List<StoredFile> pictures) {
        return pictures.stream()
                .map(picture -> files.listed(picture, () -> mask(files, picture)))
                .toList();
    }

    /** Name in CelebA by number in CelebA-HQ. */
    private static Map<String, String> originals(SetFiles files) throws IOException {
        Map<String, String> originals = new HashMap<>();
        for (String line : files.lines(files.require(MAPPING, "idx, orig_idx and orig_file on each line"))) {
            String[] fields = line.split("\\s+");
            if (fields.length == 3) {
                originals.put(fields[0], fields[2]);
            }
        }
        return originals;
    }

    private static Map<String, String> partition(SetFiles files) throws IOException {
        Map<String, String> partition = new HashMap<>();
        for (String line : files.lines(files.require(PARTITION, "a picture of CelebA and 0, 1 or 2 on each line"))) {
            String[] fields = line.split("\\s+");
            if (fields.length == 2) {
                partition.put(fields[0], fields[1]);
            }
        }
        return partition;
    }

    private static String number(StoredFile picture) {
        return picture.stem().substring(picture.stem().lastIndexOf('/') + 1);
    }

    private static Listed.Known mask(SetFiles files, StoredFile picture) throws IOException, UnreadableSampleException {
        String key = files.key(picture);
        String number = number(picture);
        if (!number.matches("\\d{1,5}")) {
            throw new UnreadableSampleException(key, "expected a number as its name, found " + number);
        }
        int id = Integer.parseInt(number);
        String masks = "%s/%d/%05d_".formatted(MASKS, id / FOLDER, id);
        ClassMap whole = null;
        for (int i = 1; i < CLASSES.size(); i++) {
            Optional<StoredFile> file = files.find(masks + CLASSES.get(i) + ".png");
            if (file.isPresent()) {
                ClassMap part = ImageDecoder.decodeClasses(files.key(file.get()), files.read(file.get()), 255);
                whole = whole == null ? empty(part) : whole;
                paint(key, whole, part, (byte) i);
            }
        }
        if (whole == null) {
            throw new UnreadableSampleException(
                    key, "expected masks %s/%sskin.png and others, found none".formatted(files.where(), masks));
        }
        return Listed.Known.targets(new Targets(null, whole, Map.of()));
    }

    private static ClassMap empty(ClassMap part) {
        return new ClassMap(part.width(), part.height(), CLASSES.size(), new byte[part.classes().length]);
    }

    private static void paint(String key, ClassMap whole, ClassMap part, byte number) throws UnreadableSampleException {
        if (part.width() != whole.width() || part.height() != whole.height()) {
            throw new UnreadableSampleException(
                    key,
                    "expected masks of one size, found %dx%d and %dx%d"
                            .formatted(whole.width(), whole.height(), part.width(), part.height()));
        }
        for (int i = 0; i < part.classes().length; i++) {
            if (part.classes()[i] != 0) {
                whole.classes()[i] = number;
            }
        }
    }
}
