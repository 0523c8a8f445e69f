package io.facet.jobs.demo;

import java.awt.Color;
import java.util.List;

import static io.facet.jobs.demo.Curve.steady;

/**
 * What happens in the demo video: people cross, one comes close, one leaves and one comes in, the light goes down, a bar
 * passes before them, a small crowd stands. Between scenes everybody is somewhere else, so that no track goes on.
 */
final class DemoScript {
    private static final Color[] CLOTHES = {
        new Color(0x35507A), new Color(0x8A3F3F), new Color(0x3E6B4F), new Color(0x5B4A78),
        new Color(0x7A6A3A), new Color(0x2F3A44), new Color(0x96603A), new Color(0x44707A)
    };

    /** Of the composites, in their order: the pictures they are made of show none. */
    private static final Color[] HAIR = {
        new Color(0x5A4532), new Color(0x1F1815), new Color(0x241C18), new Color(0x2A211C),
        new Color(0x191513), new Color(0xA8A29A), new Color(0x6E6B68), new Color(0x33251D)
    };

    private DemoScript() {}

    static List<Scene> scenes() {
        return List.of(crossing(), approach(), comingAndGoing(), dusk(), bar(), crowd());
    }

    /** Two walk past each other, the nearer one before the other. */
    private static Scene crossing() {
        return new Scene(
                4,
                Backdrop.STREET,
                List.of(
                        person(1, 0, new Curve(0, 0.12, 4, 0.82), steady(0.42), steady(62), steady(0)),
                        person(2, 1, new Curve(0, 0.88, 4, 0.14), steady(0.5), steady(92), steady(0))),
                steady(1));
    }

    /** One comes from far to near while another looks on. */
    private static Scene approach() {
        return new Scene(
                5,
                Backdrop.CORRIDOR,
                List.of(
                        person(3, 2, steady(0.64), steady(0.5), steady(76), new Curve(0, -14, 2.5, 14, 5, -14)),
                        person(
                                4,
                                3,
                                new Curve(0, 0.4, 5, 0.3),
                                new Curve(0, 0.36, 5, 0.52),
                                new Curve(0, 40, 5, 200),
                                steady(0))),
                steady(1));
    }

    /** One leaves to the right, one comes in from the left, one stays. */
    private static Scene comingAndGoing() {
        return new Scene(
                4.5,
                Backdrop.PARK,
                List.of(
                        person(5, 4, steady(0.5), steady(0.4), steady(70), new Curve(0, 6, 4.5, -8)),
                        person(6, 5, new Curve(0, 0.8, 2.2, 1.15), steady(0.5), steady(96), steady(0)),
                        person(7, 6, new Curve(1.2, -0.15, 4.5, 0.34), steady(0.52), steady(104), steady(0))),
                steady(1));
    }

    /** Light goes down and comes back. */
    private static Scene dusk() {
        return new Scene(
                4,
                Backdrop.LIBRARY,
                List.of(
                        person(8, 7, new Curve(0, 0.15, 4, 0.25), steady(0.46), steady(84), new Curve(0, -10, 4, 12)),
                        person(9, 0, new Curve(0, 0.74, 4, 0.66), steady(0.5), steady(110), new Curve(0, 8, 4, -12))),
                new Curve(0, 1, 1.8, 0.38, 2.4, 0.38, 4, 1));
    }

    /** A bar passes before two who stand. */
    private static Scene bar() {
        return new Scene(
                4,
                Backdrop.STAGE,
                List.of(
                        person(10, 1, new Curve(0, 0.42, 4, 0.46), steady(0.46), steady(90), steady(-5)),
                        person(11, 2, new Curve(0, 0.88, 4, 0.82), steady(0.48), steady(100), steady(5)),
                        new Scene.Bar(new Curve(0, -0.1, 4, 1.0), 0.09)),
                steady(0.95));
    }

    /** Six faces of 40 to 60 pixels. */
    private static Scene crowd() {
        return new Scene(
                3.5,
                Backdrop.PARK,
                List.of(
                        person(12, 3, new Curve(0, 0.1, 3.5, 0.14), steady(0.32), steady(42), steady(0)),
                        person(13, 4, new Curve(0, 0.28, 3.5, 0.25), steady(0.4), steady(46), steady(4)),
                        person(14, 5, new Curve(0, 0.44, 3.5, 0.47), steady(0.3), steady(44), steady(-4)),
                        person(15, 6, new Curve(0, 0.62, 3.5, 0.6), steady(0.38), steady(50), steady(0)),
                        person(16, 7, new Curve(0, 0.78, 3.5, 0.8), steady(0.34), steady(40), steady(6)),
                        person(17, 0, new Curve(0, 0.92, 3.5, 0.9), steady(0.44), steady(60), steady(-6))),
                steady(1));
    }

    private static Scene.Person person(int track, int face, Curve x, Curve y, Curve width, Curve degrees) {
        Scene.Look look = new Scene.Look(HAIR[face % HAIR.length], face % 2 == 1, CLOTHES[track % CLOTHES.length]);
        return new Scene.Person(track, face, look, x, y, width, degrees);
    }
}
