package io.facet.jobs.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

import io.facet.connectors.video.VideoWriter;

/**
 * Renders the demo: {@value #VIDEO} (H.264) and {@value #TRUTH} ({@link DemoTruth}). The same composites give the same
 * bytes on one JDK.
 */
public final class DemoVideo {
    public static final String VIDEO = "faces.mp4";
    public static final String TRUTH = "truth.jsonl";

    /** Frames a second. */
    static final int RATE = 20;

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    private static final long MICROS = 1_000_000;

    private final List<Composite> composites;
    private final List<Scene> scenes;

    public DemoVideo(List<Composite> composites) {
        this(composites, DemoScript.scenes());
    }

    DemoVideo(List<Composite> composites, List<Scene> scenes) {
        this.composites = List.copyOf(composites);
        this.scenes = List.copyOf(scenes);
    }

    /**
     * @param folder made where it is missing; files in it are replaced
     * @param progress told the share that is done, in [0, 1]
     * @return the truth that was written
     */
    public List<DemoTruth> write(Path folder, DoubleConsumer progress) throws IOException {
        Files.createDirectories(folder);
        List<DemoTruth> frames = new ArrayList<>();
        try (VideoWriter video = VideoWriter.open(folder.resolve(VIDEO), WIDTH, HEIGHT)) {
            for (Scene scene : scenes) {
                SceneRenderer renderer = new SceneRenderer(scene, composites, WIDTH, HEIGHT);
                for (int i = 0; i < frames(scene); i++) {
                    int frame = frames.size();
                    DemoTruth truth = new DemoTruth(frame, frame * MICROS / RATE, renderer.draw((double) i / RATE));
                    video.write(renderer.picture(), truth.ptsUs());
                    frames.add(truth);
                    progress.accept((double) frames.size() / total());
                }
            }
        }
        DemoTruth.write(frames, folder.resolve(TRUTH));
        return List.copyOf(frames);
    }

    private int total() {
        return scenes.stream().mapToInt(DemoVideo::frames).sum();
    }

    private static int frames(Scene scene) {
        return (int) Math.round(scene.seconds() * RATE);
    }
}
