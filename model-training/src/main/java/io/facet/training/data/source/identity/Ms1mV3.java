package io.facet.training.data.source.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.PublishedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * MS1MV3, and other sets of people that are packed the same way: {@code train.rec} with records of aligned 112x112 pictures
 * and {@code train.idx} with number and offset of each, separated by a tab. Record 0, where it has no picture, says that
 * pictures have the numbers from 1 to below its first label; records from there on describe people.
 */
public final class Ms1mV3 implements PublishedSet {
    private static final String RECORDS = "train.rec";
    private static final String INDEX = "train.idx";
    private static final int MOST_RECORDS = 1 << 28;

    @Override
    public Kind kind() {
        return Kind.MS1MV3;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "MS1MV3",
                "Guo et al., \"MS-Celeb-1M\", 2016; Deng et al., \"Lightweight Face Recognition Challenge\", 2019",
                RECORDS + ", " + INDEX,
                List.of(new Part("train", 5_179_510), new Part("all", 0)),
                List.of(FaceLabels.IDENTITY),
                SetCard.FACEPTOR_IDENTITY);
    }

    @Override
    public SampleSource open(SetFiles files, String part) {
        StoredFile records = files.require(RECORDS, "records");
        StoredFile index = files.require(INDEX, "number and offset of each record");
        Path path = files.path(records)
                .orElseThrow(() -> new UserError("data set %s: expected %s in a folder, found it in a tar file"
                        .formatted(files.where(), RECORDS)));
        try {
            RecordFile file = RecordFile.open(path);
            try {
                return source(files, file, offsets(files, index));
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static SampleSource source(SetFiles files, RecordFile file, long[] offsets) throws IOException {
        int first = offsets.length > 0 && offsets[0] >= 0 ? 0 : 1;
        int end = offsets.length;
        if (first == 0) {
            ImageRecord head = ImageRecord.parse(file.read(offsets[0]));
            if (head.flag() > 0 && head.image().length == 0) {
                first = 1;
                end = (int) Math.min(end, head.labels()[0]);
            }
        }
        if (end <= first) {
            throw new UserError("data set %s is empty: expected pictures in %s, found none among %d records"
                    .formatted(files.where(), RECORDS, offsets.length));
        }
        return new RecordSource(files, file, RECORDS, first, Arrays.copyOfRange(offsets, first, end));
    }

    /** Offsets by number; -1 for numbers that the index leaves out. */
    private static long[] offsets(SetFiles files, StoredFile index) throws IOException {
        long[] offsets = new long[1 << 16];
        int count = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.stream(index), StandardCharsets.US_ASCII))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int tab = line.indexOf('\t');
                int key = tab < 0 ? -1 : number(line.substring(0, tab), MOST_RECORDS);
                long offset = tab < 0 ? -1 : offset(line.substring(tab + 1));
                if (key < 0 || offset < 0) {
                    throw new UserError("%s/%s, line %d: expected a number, a tab and an offset, found %s"
                            .formatted(files.where(), index.name(), number, line));
                }
                if (key >= offsets.length) {
                    offsets = Arrays.copyOf(offsets, Math.max(2 * offsets.length, key + 1));
                }
                Arrays.fill(offsets, count, Math.max(count, key), -1);
                offsets[key] = offset;
                count = Math.max(count, key + 1);
            }
        }
        return Arrays.copyOf(offsets, count);
    }

    private static int number(String text, int most) {
        long number = offset(text);
        return number <= most ? (int) number : -1;
    }

    private static long offset(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
    }
}
