package io.facet.connectors.ingest;

import java.util.List;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;

/**
 * A segment that was encoded anew.
 *
 * <p>Native memory: packets and parameters; owned by the holder, freed by {@link #close()}.
 *
 * @param cut its packets and times
 * @param parameters of its codec
 */
record Encoded(Cut cut, AVCodecParameters parameters) implements AutoCloseable {

    Encoded(List<VideoPacket> packets, long end, AVCodecParameters parameters) {
        this(new Cut(packets, packets.get(0).pts(), end), parameters);
    }

    @Override
    public void close() {
        cut.close();
        avcodec_parameters_free(parameters);
    }
}
