package io.facet.connectors.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.video.Ffmpeg;
import io.facet.connectors.video.FfmpegException;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_list_parse_str;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

/**
 * The video packets of a file, in decoding order, with presentation times made whole. One thread.
 *
 * <p>Native memory: allocated by {@link #open}, owned by this object, freed by {@link #close()}; packets it handed out
 * belong to whoever took them.
 */
final class MediaInput implements AutoCloseable {
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** How many packets are looked at to find out whether the file has presentation times. */
    private static final int LOOK_AHEAD = 64;

    private static final int FALLBACK_RATE = 25;
    /** Files state their duration roughly; what is missing less than this is not noticed. */
    private static final long DURATION_TOLERANCE_US = 250_000;

    /** FFmpeg renders text files of these formats as video; nobody films with them. */
    private static final Set<String> TEXT_FORMATS = Set.of("tty", "bin", "xbin", "adf", "idf");

    private final Path path;
    private final AVFormatContext format;
    private final AVStream stream;
    private final long timeBaseNum;
    private final long timeBaseDen;
    private final long nominalDuration;
    private final Deque<VideoPacket> ready = new ArrayDeque<>();
    private AVBSFContext filter;
    private boolean timesMissing;
    private boolean drained;
    private long packetsRead;
    private long damagedPackets;
    private long lastPts = AV_NOPTS_VALUE;
    private long latestEnd = Long.MIN_VALUE;
    private String readError;
    private boolean closed;

    private MediaInput(Path path, AVFormatContext format, AVStream stream) {
        this.path = path;
        this.format = format;
        this.stream = stream;
        this.timeBaseNum = stream.time_base().num();
        this.timeBaseDen = stream.time_base().den();
        AVRational rate = av_guess_frame_rate(format, stream, null);
        boolean known = rate.num() > 0 && rate.den() > 0;
        this.nominalDuration = known
                ? Math.max(1, av_rescale(rate.den(), timeBaseDen, rate.num() * timeBaseNum))
                : Math.max(1, timeBaseDen / (FALLBACK_RATE * timeBaseNum));
    }

    /**
     * Opens a file. Only the local file system is reachable from inside it.
     *
     * @throws IngestException if it cannot be read or holds no video
     */
    static MediaInput open(Path path) throws IngestException {
        requireContent(path);
        AVFormatContext format = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        try {
            av_dict_set(options, "protocol_whitelist", "file", 0);
            int opened = avformat_open_input(format, "file:" + path, null, options);
            if (opened < 0) {
                throw new IngestException("%s: expected a video or image, found a file FFmpeg cannot open (%s)"
                        .formatted(path, Ffmpeg.reason(opened)));
            }
        } finally {
            av_dict_free(options);
        }
        MediaInput input = null;
        try {
            int probed = avformat_find_stream_info(format, (PointerPointer<?>) null);
            if (probed < 0) {
                throw new IngestException("%s: expected a video or image, found no readable stream (%s)"
                        .formatted(path, Ffmpeg.reason(probed)));
            }
            input = new MediaInput(path, format, videoStream(path, format));
            input.prepare();
            return input;
        } catch (IngestException | FfmpegException e) {
            if (input != null) {
                input.close();
            } else {
                avformat_close_input(format);
            }
            throw e instanceof IngestException known ? known : new IngestException(path + ": " + e.getMessage(), e);
        }
    }

    private static void requireContent(Path path) throws IngestException {
        try {
            if (!Files.isRegularFile(path)) {
                throw new IngestException(path + ": expected a file, found none");
            }
            if (!Files.isReadable(path)) {
                throw new IngestException(path + ": expected a readable file, found one without read permission");
            }
            if (Files.size(path) == 0) {
                throw new IngestException(path + ": expected a video or image, found an empty file");
            }
        } catch (IngestException e) {
            throw e;
        } catch (IOException e) {
            throw new IngestException(path + ": could not be read: " + e.getMessage(), e);
        }
    }

    private static AVStream videoStream(Path path, AVFormatContext format) throws IngestException {
        String name = format.iformat().name().getString();
        if (TEXT_FORMATS.contains(name)) {
            throw new IngestException(path + ": expected a video or image, found text");
        }
        AVStream video = null;
        List<String> found = new ArrayList<>();
        for (int i = 0; i < format.nb_streams(); i++) {
            AVStream stream = format.streams(i);
            boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            boolean isVideo = stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
            if (video == null && isVideo && !cover) {
                video = stream;
                continue;
            }
            stream.discard(AVDISCARD_ALL);
            found.add(avcodec_get_name(stream.codecpar().codec_id()).getString() + (cover ? " (cover picture)" : ""));
        }
        if (video == null) {
            throw new IngestException("%s: expected a video stream, found %s (format %s)"
                    .formatted(path, found.isEmpty() ? "no stream" : "only " + String.join(", ", found), name));
        }
        return video;
    }

    /** Sets up the bit stream filters and finds out whether packets have presentation times. */
    private void prepare() {
        filter = new AVBSFContext(null);
        String filters = copyRule().orElseGet(CopyRule::ofEncoded).filters();
        Ffmpeg.check(av_bsf_list_parse_str(filters, filter), "create bit stream filters " + filters);
        Ffmpeg.check(avcodec_parameters_copy(filter.par_in(), stream.codecpar()), "copy codec parameters");
        filter.time_base_in(stream.time_base());
        Ffmpeg.check(av_bsf_init(filter), "open bit stream filters " + filters);
        List<VideoPacket> looked = new ArrayList<>();
        while (looked.size() < LOOK_AHEAD) {
            VideoPacket packet = read();
            if (packet == null) {
                break;
            }
            looked.add(packet);
        }
        unread(looked);
    }

    /** The next packet, which the caller must close; null at the end. */
    VideoPacket read() {
        if (!ready.isEmpty()) {
            return ready.poll();
        }
        AVPacket packet = av_packet_alloc();
        boolean taken = false;
        try {
            while (true) {
                int received = av_bsf_receive_packet(filter, packet);
                if (received >= 0) {
                    taken = true;
                    return timed(packet);
                }
                if (Ffmpeg.isEnd(received) || drained) {
                    return null;
                }
                if (!Ffmpeg.isAgain(received)) {
                    damagedPackets++;
                }
                feedFilter(packet);
            }
        } finally {
            if (!taken) {
                av_packet_free(packet);
            }
        }
    }

    /** Puts packets back in front; {@link #read} returns them again, in this order. */
    void unread(List<VideoPacket> packets) {
        for (int i = packets.size() - 1; i >= 0; i--) {
            ready.push(packets.get(i));
        }
    }

    private void feedFilter(AVPacket packet) {
        while (true) {
            int code = av_read_frame(format, packet);
            if (code < 0) {
                if (!Ffmpeg.isEnd(code)) {
                    readError = Ffmpeg.reason(code);
                }
                drained = av_bsf_send_packet(filter, null) < 0;
                return;
            }
            if (packet.stream_index() != stream.index()) {
                av_packet_unref(packet);
                continue;
            }
            packetsRead++;
            if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 || av_bsf_send_packet(filter, packet) < 0) {
                damagedPackets++;
                av_packet_unref(packet);
                continue;
            }
            return;
        }
    }

    private VideoPacket timed(AVPacket packet) {
        long duration = packet.duration() > 0 ? packet.duration() : nominalDuration;
        long pts = packet.pts();
        if (pts == AV_NOPTS_VALUE) {
            timesMissing |= stream.codecpar().video_delay() > 0;
            pts = packet.dts() != AV_NOPTS_VALUE
                    ? packet.dts()
                    : lastPts == AV_NOPTS_VALUE ? 0 : lastPts + nominalDuration;
        }
        lastPts = pts;
        latestEnd = Math.max(latestEnd, pts + duration);
        return new VideoPacket(packet, pts, duration, isEntryPoint(packet));
    }

    private boolean isEntryPoint(AVPacket packet) {
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        if (!key || stream.codecpar().codec_id() != AV_CODEC_ID_H264) {
            return key;
        }
        return H264EntryPoint.isClean(packet.data().capacity(packet.size()).asBuffer());
    }

    /** How the packets can be carried as they are; empty when they must be encoded anew. */
    Optional<CopyRule> copyRule() {
        return CopyRule.of(stream.codecpar().codec_id());
    }

    /** Whether pictures are reordered but the file does not say when they are shown, as AVI does not. */
    boolean timesMissing() {
        return timesMissing;
    }

    /** Codec parameters of what {@link #read} returns; valid until {@link #close()}. */
    AVCodecParameters parameters() {
        return filter.par_out();
    }

    /** FFmpeg's name of the codec. */
    String codec() {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    AVRational frameRate() {
        return stream.avg_frame_rate();
    }

    AVRational timeBase() {
        return stream.time_base();
    }

    /** Duration of a frame that has none of its own, in the time base. */
    long nominalDuration() {
        return nominalDuration;
    }

    /** Time base units as ticks of a clock, rounded to the nearest. */
    long rescale(long units, int ticksPerSecond) {
        return av_rescale(units, timeBaseNum * ticksPerSecond, timeBaseDen);
    }

    /** A duration in time base units. */
    long unitsOf(Duration duration) {
        return av_rescale(duration.toNanos() / 1_000, timeBaseDen, timeBaseNum * MICROS_PER_SECOND);
    }

    /** What is wrong with the part of the file read so far; asked after {@link #read} returned null. */
    Optional<String> problem() {
        // AVI counts empty packets too.
        long expected = format.iformat().name().getString().startsWith("mov") ? stream.nb_frames() : 0;
        if (readError != null) {
            return Optional.of("reading stopped after %d frames: %s".formatted(packetsRead, readError));
        }
        if (damagedPackets > 0) {
            return Optional.of(
                    "expected intact frames, found %d damaged ones among %d".formatted(damagedPackets, packetsRead));
        }
        if (expected > packetsRead) {
            return Optional.of("expected %d frames, found %d: the file is cut off".formatted(expected, packetsRead));
        }
        long statedUs = new MediaMetadata(path, format, stream).statedDurationUs();
        if (statedUs - lastEndUs() > DURATION_TOLERANCE_US) {
            return Optional.of(
                    "expected %.2f s, found %.2f s: the file is cut off".formatted(statedUs / 1e6, lastEndUs() / 1e6));
        }
        return Optional.empty();
    }

    private long lastEndUs() {
        long end = lastPts == AV_NOPTS_VALUE ? 0 : latestEnd;
        return av_rescale(end, timeBaseNum * MICROS_PER_SECOND, timeBaseDen);
    }

    /** When the recording began, microseconds since the Unix epoch. */
    long captureTimeUs() throws IngestException {
        return new MediaMetadata(path, format, stream).captureTimeUs();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready.forEach(VideoPacket::close);
        ready.clear();
        if (filter != null) {
            av_bsf_free(filter);
        }
        avformat_close_input(format);
    }
}
