package io.facet.training.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Says where a data set lies and which part of it is meant. Opened by
 * {@link io.facet.training.data.source.SampleSources}.
 *
 * @param kind what is there; null where {@code parts} are given
 * @param path the folder, tar shard, folder of shards, environment or table
 * @param captions {@code captions.jsonl} with texts and labels by key; null: the one in the set's folder, where there is
 *     one. For {@link Kind#LMDB}, {@code keys} lists the samples
 * @param images where a table's pictures lie, a folder or tar shards; null: beside the table
 * @param keys for {@link Kind#LMDB}: text file with one key a line; null: every key there is
 * @param cache folder for the indices of tar shards, so that a shard's headers are read once; null: read each time
 * @param split which samples of the set
 * @param heldOut share of samples that are held out, by hash of their key (LFW: of the person); default a tenth
 * @param splitSeed another seed holds out others; default 0
 * @param parts sets that follow one another; empty where {@code kind} is given
 * @param part official split or subset of a published set, as {@code train}, {@code test}, {@code occlusion}; null: the
 *     set's first, or everything where the kind has the layout of our own small sets
 */
public record DataSpec(
        Kind kind,
        Path path,
        Path captions,
        Path images,
        Path keys,
        Path cache,
        Split split,
        Double heldOut,
        Long splitSeed,
        List<DataSpec> parts,
        String part) {

    /** What lies at the path. */
    public enum Kind {
        /** A folder of pictures and of folders; a text beside a picture, of the same name with {@code .txt}, tells it. */
        FOLDER,
        /** A tar file, or a folder of them, plain or WebDataset; members of one name but for its ending are one sample. */
        TAR,
        /** LMDB with encoded pictures as values, as MCF's. */
        LMDB,
        /** CSV, TSV or JSON lines with the columns path and caption. */
        PAIRS,
        /** LAION's metadata in Parquet, with pictures that lie on this machine. */
        PARQUET,
        /** UTKFace: age, gender and race in the file's name; parts: the split of CORAL. */
        UTKFACE,
        /** CelebAMask-HQ: classes of the pixels, and worn items from them; parts: the official layout. */
        CELEBAMASK,
        /** FER-2013: a folder for each expression; parts: the official table. */
        FER2013,
        /** Labeled Faces in the Wild: a folder for each person. Persons are held out, not photos. */
        LFW,
        /** 300-W: 68 points in a {@code .pts} file beside each picture; parts: the official splits. */
        W300,
        /** WFLW: 98 points. */
        WFLW,
        /** AFLW with 19 points. */
        AFLW19,
        /** COFW: 29 points. */
        COFW,
        /** LaPa: classes of the pixels. */
        LAPA,
        /** CelebA: 40 attributes. */
        CELEBA,
        /** LFW with the 40 attributes of CelebA. */
        LFWA,
        /** FairFace: age group, gender and race. */
        FAIRFACE,
        /** MORPH II: age. */
        MORPH2,
        /** AffectNet: expression. */
        AFFECTNET,
        /** RAF-DB, basic expressions. */
        RAFDB,
        /** FER2013 with the votes of ten annotators. */
        FERPLUS,
        /** MS1MV3 and other sets of identities in MXNet's record files. */
        MS1MV3,
        /** Faces as {@code data prepare faces} makes them: a shard, a folder of shards, or a folder of such folders. */
        FACES
    }

    /** Which samples of a set. */
    public enum Split {
        ALL,
        TRAIN,
        HELD_OUT
    }

    public DataSpec {
        split = split == null ? Split.ALL : split;
        heldOut = heldOut == null ? 0.1 : heldOut;
        splitSeed = splitSeed == null ? 0 : splitSeed;
        parts = parts == null ? List.of() : List.copyOf(parts);
        if ((kind == null) == parts.isEmpty()) {
            throw new IllegalArgumentException("a data set has either a kind or parts, got "
                    + (kind == null ? "neither" : "kind " + kind + " and " + parts.size() + " parts"));
        }
        if (kind == null && part != null) {
            throw new IllegalArgumentException("sets that follow one another have no part of their own, got " + part);
        }
        if (kind != null && path == null) {
            throw new IllegalArgumentException("a data set of kind " + kind + " needs a path, got none");
        }
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException("heldOut must be in (0, 1), got " + heldOut);
        }
    }

    /** Without an official split. */
    public DataSpec(
            Kind kind,
            Path path,
            Path captions,
            Path images,
            Path keys,
            Path cache,
            Split split,
            Double heldOut,
            Long splitSeed,
            List<DataSpec> parts) {
        this(kind, path, captions, images, keys, cache, split, heldOut, splitSeed, parts, null);
    }

    /** The whole of one set. */
    public static DataSpec of(Kind kind, Path path) {
        return new DataSpec(kind, path, null, null, null, null, null, null, null, null);
    }

    /** Sets that follow one another. */
    public static DataSpec concatenated(List<DataSpec> parts) {
        return new DataSpec(null, null, null, null, null, null, null, null, null, parts);
    }

    /** The same set, its relative paths taken from a folder. */
    public DataSpec under(Path folder) {
        return new DataSpec(
                kind,
                resolved(folder, path),
                resolved(folder, captions),
                resolved(folder, images),
                resolved(folder, keys),
                cache,
                split,
                heldOut,
                splitSeed,
                parts.stream().map(set -> set.under(folder)).toList(),
                part);
    }

    private static Path resolved(Path folder, Path path) {
        return path == null ? null : folder.resolve(path);
    }

    /** The same set with another choice of its samples. */
    public DataSpec with(Split other) {
        return new DataSpec(kind, path, captions, images, keys, cache, other, heldOut, splitSeed, parts, part);
    }

    /** An official split or subset of the same set. */
    public DataSpec withPart(String official) {
        return new DataSpec(kind, path, captions, images, keys, cache, split, heldOut, splitSeed, parts, official);
    }

    /** The same set, lying elsewhere. */
    public DataSpec at(Path other) {
        return new DataSpec(kind, other, captions, images, keys, cache, split, heldOut, splitSeed, parts, part);
    }
}
