package io.facet.connectors.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

/**
 * What a file says of itself. A view of an open input, valid no longer than it.
 *
 * @param path the file
 * @param format the open input
 * @param stream its video stream
 */
record MediaMetadata(Path path, AVFormatContext format, AVStream stream) {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Pattern CLOCK_TIME = Pattern.compile("(\\d{1,4}):(\\d{2}):(\\d{2}(?:\\.\\d+)?)");

    /** When the recording began, microseconds since the Unix epoch: what the file says, else when it was last changed. */
    long captureTimeUs() throws IngestException {
        for (AVDictionary metadata : new AVDictionary[] {format.metadata(), stream.metadata()}) {
            AVDictionaryEntry entry = av_dict_get(metadata, "creation_time", null, 0);
            Instant time = entry == null ? Instant.EPOCH : parsed(entry.value().getString());
            if (time.isAfter(Instant.EPOCH)) {
                return micros(time);
            }
        }
        try {
            return micros(Files.getLastModifiedTime(path).toInstant());
        } catch (IOException e) {
            throw new IngestException(path + ": could not read its modification time: " + e.getMessage(), e);
        }
    }

    private static Instant parsed(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // Free text in a field for dates is as good as no date.
        }
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1_000;
    }

    /** How long the file says its video is, from the start of the file; 0 when it does not. */
    long statedDurationUs() {
        AVDictionaryEntry tag = av_dict_get(stream.metadata(), "DURATION", null, 0);
        if (tag != null) {
            Matcher time = CLOCK_TIME.matcher(tag.value().getString());
            return time.matches()
                    ? Math.round((Integer.parseInt(time.group(1)) * 3_600
                                    + Integer.parseInt(time.group(2)) * 60
                                    + Double.parseDouble(time.group(3)))
                            * MICROS_PER_SECOND)
                    : 0;
        }
        // With several streams the file's duration is that of the longest.
        boolean alone = format.nb_streams() == 1;
        boolean stated = format.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
        return alone && stated && format.duration() != AV_NOPTS_VALUE ? format.duration() : 0;
    }
}
