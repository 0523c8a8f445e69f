package io.facet.jobs.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.facet.connectors.ingest.IngestException;
import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.PublishException;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.domain.video.Segment;

/**
 * Publishes files, a few at a time, each as one stream from its first segment to its end marker.
 *
 * <ol>
 *   <li>{@link #start} hands every file to a pool of named threads and returns.
 *   <li>Each pool thread cuts one file and publishes its segments; the producer's buffer is what bounds it.
 *   <li>A file that cannot be read, or not to its end, is noted in {@link #problems}; the others go on.
 *   <li>{@link #stop}, from any thread, lets each pool thread end its stream after the segment at hand.
 *   <li>{@link #done} turns true when all have ended; {@link #check} throws what broke the publishing itself.
 * </ol>
 */
final class Publication implements AutoCloseable {

    /** Something about one file that the person should know, in one line. */
    record Notice(MediaFile file, String message) {
        String text() {
            return message.contains(file.path().toString()) ? message : file.path() + ": " + message;
        }
    }

    private static final int FILES_AT_A_TIME = 2;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final SegmentPublisher publisher;
    private final ExecutorService pool;
    private final List<Future<?>> tasks = new ArrayList<>();
    private final Set<String> endedStreams = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Notice> problems = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Notice> remarks = new ConcurrentLinkedQueue<>();
    private final AtomicLong segments = new AtomicLong();
    private volatile boolean stopped;

    private Publication(SegmentPublisher publisher) {
        this.publisher = publisher;
        this.pool = Executors.newFixedThreadPool(FILES_AT_A_TIME, task -> {
            Thread thread = new Thread(task, "facet-publish");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts publishing. The publisher stays the caller's. */
    static Publication start(List<MediaFile> files, SegmentPublisher publisher) {
        Publication publication = new Publication(publisher);
        for (MediaFile file : files) {
            publication.tasks.add(publication.pool.submit(() -> {
                publication.publish(file);
                return null;
            }));
        }
        publication.pool.shutdown();
        return publication;
    }

    private void publish(MediaFile file) throws PublishException {
        if (stopped) {
            return;
        }
        long published = 0;
        try (VideoSegmenter segmenter = VideoSegmenter.open(file)) {
            segmenter
                    .reencodeReason()
                    .ifPresent(reason -> remarks.add(new Notice(file, "encoded anew, without loss: " + reason)));
            for (Optional<Segment> next = segmenter.next(); next.isPresent() && !stopped; next = segmenter.next()) {
                publisher.publish(next.get());
                published++;
                segments.incrementAndGet();
            }
        } catch (IngestException e) {
            problems.add(new Notice(file, e.getMessage()));
        }
        if (published > 0) {
            publisher.endStream(file.stream(), published);
            publisher.flush();
            endedStreams.add(file.stream());
        }
    }

    /** Asks for a stop; streams that were begun get their end marker. */
    void stop() {
        stopped = true;
    }

    /** Whether every file has been dealt with. */
    boolean done() {
        return tasks.stream().allMatch(Future::isDone);
    }

    /** Waits until every file has been dealt with, or the limit has passed; says which. */
    boolean awaitDone(Duration limit) throws InterruptedException {
        return pool.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @throws PublishException if publishing itself broke, Kafka being gone for example
     */
    void check() throws Exception {
        for (Future<?> task : tasks) {
            if (task.isDone()) {
                try {
                    task.get();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof PublishException broken ? broken : e;
                }
            }
        }
    }

    /** Streams whose end marker is in Kafka. */
    Set<String> endedStreams() {
        return Set.copyOf(endedStreams);
    }

    /** Files that could not be read, or not to their end, so far. */
    List<Notice> problems() {
        return List.copyOf(problems);
    }

    /** What is worth telling of files that were read, so far. */
    List<Notice> remarks() {
        return List.copyOf(remarks);
    }

    /** Segments published so far. */
    long segments() {
        return segments.get();
    }

    /** Ends what is still being published, and waits for it. */
    @Override
    public void close() {
        stop();
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("files were still being published after " + CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
