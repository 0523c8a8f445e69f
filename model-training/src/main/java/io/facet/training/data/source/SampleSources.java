package io.facet.training.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.SampleSource;

/** Opens data sets. Whoever opens one closes it. */
public final class SampleSources {
    private SampleSources() {}

    /**
     * Opens what a specification names.
     *
     * @throws UserError if it is not there, is damaged, or is empty
     */
    public static SampleSource open(DataSpec spec) {
        SampleSource whole = spec.parts().isEmpty() ? single(spec) : concatenated(spec.parts());
        return spec.split() == Split.ALL
                ? whole
                : SplitSource.of(whole, spec.heldOut(), spec.splitSeed(), spec.split() == Split.HELD_OUT);
    }

    /** Whether a folder is a set of tar shards rather than of pictures. */
    public static boolean isFolderOfShards(Path folder) {
        return TarStore.isFolderOfShards(folder);
    }

    private static SampleSource concatenated(List<DataSpec> specs) {
        List<SampleSource> parts = new ArrayList<>();
        try {
            specs.forEach(spec -> parts.add(open(spec)));
            return new ConcatenatedSource(parts);
        } catch (RuntimeException e) {
            parts.forEach(SampleSource::close);
            throw e;
        }
    }

    private static SampleSource single(DataSpec spec) {
        if (spec.part() != null) {
            return PublishedSets.open(spec);
        }
        return switch (spec.kind()) {
            case LMDB -> LmdbSource.open(spec.path(), Optional.ofNullable(spec.keys()), captions(spec));
            case PAIRS, PARQUET -> table(spec);
            case FOLDER -> stored(spec, FolderStore.open(spec.path()));
            case TAR -> stored(spec, TarStore.open(spec.path(), Optional.ofNullable(spec.cache())));
            case FACES -> faces(spec);
            case UTKFACE, CELEBAMASK, FER2013, LFW, W300 -> stored(spec, store(spec.path(), spec));
            default -> PublishedSets.open(spec);
        };
    }

    private static SampleSource stored(DataSpec spec, FileStore store) {
        return closingOnFailure(store, () -> StoredSource.open(store, layout(spec.kind(), store), captions(spec)));
    }

    /** Prepared sets may lie in folders of one folder. */
    private static SampleSource faces(DataSpec spec) {
        if (!Files.isDirectory(spec.path()) || TarStore.isFolderOfShards(spec.path())) {
            return stored(spec, TarStore.open(spec.path(), Optional.ofNullable(spec.cache())));
        }
        try (Stream<Path> children = Files.list(spec.path())) {
            List<DataSpec> sets = children.filter(TarStore::isFolderOfShards)
                    .sorted(Comparator.comparing(child -> child.getFileName().toString(), NaturalOrder.INSTANCE))
                    .map(child -> spec.at(child).with(Split.ALL))
                    .toList();
            if (sets.isEmpty()) {
                throw new UserError(
                        "data set %s: expected shards of prepared faces (*.tar), or folders of them, found none"
                                .formatted(spec.path()));
            }
            return concatenated(sets);
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be listed: %s".formatted(spec.path(), e.getMessage()), e);
        }
    }

    private static SampleSource table(DataSpec spec) {
        Path beside = Files.isDirectory(spec.path())
                ? spec.path()
                : spec.path().toAbsolutePath().getParent();
        List<PictureTable.Row> rows = PictureTable.read(spec.path());
        FileStore store = store(spec.images() == null ? beside : spec.images(), spec);
        Layout layout = new TableLayout(spec.path().toString(), rows);
        return closingOnFailure(store, () -> StoredSource.open(store, layout, captions(spec)));
    }

    /** Tar shards, if the path is one or holds any; else a folder of files. */
    private static FileStore store(Path path, DataSpec spec) {
        boolean shards = Files.isRegularFile(path) || TarStore.isFolderOfShards(path);
        return shards ? TarStore.open(path, Optional.ofNullable(spec.cache())) : FolderStore.open(path);
    }

    private static Layout layout(DataSpec.Kind kind, FileStore store) {
        return switch (kind) {
            case UTKFACE -> LabelledSets.utkFace();
            case CELEBAMASK -> LabelledSets.celebaMask();
            case FER2013 -> LabelledSets.fer2013();
            case LFW -> LabelledSets.lfw(store);
            case W300 -> new PointsLayout();
            case FACES -> new PreparedLayout();
            default -> new StemLayout();
        };
    }

    private static Captions captions(DataSpec spec) {
        if (spec.captions() != null) {
            return Captions.read(spec.captions());
        }
        Path beside = spec.path().resolve(Captions.FILE);
        return Files.isRegularFile(beside) ? Captions.read(beside) : Captions.none();
    }

    private static SampleSource closingOnFailure(FileStore store, Supplier<SampleSource> next) {
        try {
            return next.get();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }
}
