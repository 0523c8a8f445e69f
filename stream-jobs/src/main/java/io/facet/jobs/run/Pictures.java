package io.facet.jobs.run;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import javax.imageio.ImageIO;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.video.VideoWriter;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;
import io.facet.jobs.report.AnnotationOptions;
import io.facet.jobs.report.BestCrops;
import io.facet.jobs.report.Fonts;
import io.facet.jobs.report.FrameAnnotator;
import io.facet.vision.image.RgbImages;

/**
 * Makes the pictures of one stream: the best crop of each of its tracks and, if asked for, the stream with everything
 * drawn in: a video, or a PNG where the stream has one frame only.
 *
 * <p>Goes through the frames and the observations side by side, both in presentation order, holding one frame.
 */
final class Pictures {
    private final MediaFile file;
    private final List<FinishedTrack> tracks;
    private final BestCrops crops;

    Pictures(MediaFile file, List<FinishedTrack> tracks, BestCrops crops) {
        this.file = file;
        this.tracks = tracks;
        this.crops = crops;
    }

    /** Best crops only: segments without one are not decoded. */
    void cropOnly(Replay replay) throws IOException {
        if (!tracks.isEmpty()) {
            replay.run(file, holdsBestFace(), frame -> crop(frame, null));
        }
    }

    /**
     * Best crops and annotated frames.
     *
     * @param observations of this stream, in presentation order
     * @param sampling of the job; between sampled frames the last annotation stays
     * @param folder where the file is written, named after the stream
     */
    void annotate(Replay replay, Iterator<FaceObservation> observations, FrameSampling sampling, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        FrameAnnotator annotator = new FrameAnnotator(new AnnotationOptions(true, true, true, Fonts.available()));
        ObservationCursor cursor = new ObservationCursor(observations, sampling);
        try (AnnotatedStream out = new AnnotatedStream(folder, file.stream())) {
            replay.run(file, segment -> true, frame -> {
                BufferedImage image = bgr(RgbImages.toBufferedImage(frame.image()));
                crop(frame, image);
                annotator.draw(image, cursor.at(frame));
                out.write(image, frame.ptsUs());
            });
        }
    }

    /** The same picture in the form a {@link VideoWriter} takes. */
    private static BufferedImage bgr(BufferedImage picture) {
        BufferedImage copy = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return copy;
    }

    private Predicate<Segment> holdsBestFace() {
        return segment -> {
            long first = segment.header().firstPtsUs();
            long end = first + segment.header().durationUs();
            return tracks.stream().anyMatch(track -> track.bestPtsUs() >= first && track.bestPtsUs() < end);
        };
    }

    private void crop(Frame frame, BufferedImage drawn) throws IOException {
        BufferedImage image = drawn;
        for (FinishedTrack track : tracks) {
            if (track.bestPtsUs() == frame.ptsUs()) {
                image = image == null ? RgbImages.toBufferedImage(frame.image()) : image;
                crops.add(track, image);
            }
        }
    }

    /** The observations that belong on a frame. */
    private static final class ObservationCursor {
        private final Iterator<FaceObservation> observations;
        private final long holdUs;
        private FaceObservation next;
        private List<FaceObservation> current = List.of();

        ObservationCursor(Iterator<FaceObservation> observations, FrameSampling sampling) {
            this.observations = observations;
            this.holdUs = sampling instanceof FrameSampling.FramesPerSecond fps ? (long) (1e6 / fps.rate()) : 0;
            advance();
        }

        List<FaceObservation> at(Frame frame) {
            List<FaceObservation> here = new ArrayList<>();
            while (next != null && next.ptsUs() <= frame.ptsUs()) {
                if (next.ptsUs() == frame.ptsUs()) {
                    here.add(next);
                }
                advance();
            }
            if (!here.isEmpty()) {
                current = here;
            } else if (!current.isEmpty() && frame.ptsUs() - current.get(0).ptsUs() > holdUs) {
                current = List.of();
            }
            return current;
        }

        private void advance() {
            next = observations.hasNext() ? observations.next() : null;
        }
    }

    /** A video from the second frame on; one frame becomes a PNG. */
    private static final class AnnotatedStream implements AutoCloseable {
        private final Path folder;
        private final String stream;
        private BufferedImage first;
        private long firstPtsUs;
        private VideoWriter video;

        AnnotatedStream(Path folder, String stream) {
            this.folder = folder;
            this.stream = stream;
        }

        void write(BufferedImage image, long ptsUs) throws IOException {
            if (video == null && first == null) {
                first = image;
                firstPtsUs = ptsUs;
                return;
            }
            if (video == null) {
                video = VideoWriter.open(folder.resolve(stream + ".mp4"), image.getWidth(), image.getHeight());
                video.write(first, firstPtsUs);
                first = null;
            }
            video.write(image, ptsUs);
        }

        @Override
        public void close() throws IOException {
            if (video != null) {
                video.close();
            } else if (first != null) {
                ImageIO.write(first, "png", folder.resolve(stream + ".png").toFile());
            }
        }
    }
}
