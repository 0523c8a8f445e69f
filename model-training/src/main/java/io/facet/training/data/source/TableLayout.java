package io.facet.training.data.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.training.data.UnreadableSampleException;

/**
 * Pictures that a table names, in its order. A row finds its picture by the path in the store; else by the last part of
 * the path with or without extension, if only one picture has it. Rows without a picture are counted and logged; rows
 * that name the same picture are one sample with several texts.
 */
final class TableLayout implements Layout {
    private static final Logger LOG = LoggerFactory.getLogger(TableLayout.class);

    private final String table;
    private final List<PictureTable.Row> rows;

    TableLayout(String table, List<PictureTable.Row> rows) {
        this.table = table;
        this.rows = rows;
    }

    @Override
    public List<StoredSample> samples(FileStore store) {
        Pictures pictures = new Pictures(store);
        Map<StoredFile, List<String>> captions = new LinkedHashMap<>();
        int missing = 0;
        String example = null;
        for (PictureTable.Row row : rows) {
            StoredFile picture = pictures.find(row.reference());
            if (picture == null) {
                missing++;
                example = example == null ? row.reference() : example;
            } else {
                List<String> texts = captions.computeIfAbsent(picture, file -> new ArrayList<>(1));
                row.caption().ifPresent(texts::add);
            }
        }
        if (missing > 0) {
            LOG.warn(
                    "table {}: {} of {} rows have no picture in {}, the first is {}",
                    table,
                    missing,
                    rows.size(),
                    store.where(),
                    example);
        }
        return captions.entrySet().stream()
                .map(entry -> new StoredSample(store.key(entry.getKey()), entry.getKey(), List.of(), entry.getValue()))
                .toList();
    }

    @Override
    public Annotation annotation(StoredSample sample, FileStore store) throws UnreadableSampleException {
        return Annotation.NONE;
    }

    /** The pictures of a store by the names a table may give them. */
    private static final class Pictures {
        private final Map<String, StoredFile> byPath = new HashMap<>();
        /** Null values are names that several pictures have. */
        private final Map<String, StoredFile> byName = new HashMap<>();

        Pictures(FileStore store) {
            for (StoredFile file : store.files()) {
                if (StemLayout.IMAGES.contains(file.extension())) {
                    byPath.put(file.name(), file);
                    add(base(file.name()), file);
                    add(base(file.stem()), file);
                }
            }
        }

        private void add(String name, StoredFile file) {
            byName.put(name, byName.containsKey(name) ? null : file);
        }

        StoredFile find(String reference) {
            String path = reference.replaceFirst("^\\./", "").replaceFirst("[?#].*$", "");
            StoredFile file = byPath.get(path);
            return file != null ? file : byName.get(base(path));
        }

        private static String base(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
