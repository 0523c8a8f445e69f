package io.facet.jobs.architecture;

import java.util.Arrays;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between modules, and what each module may know of the world:
 *
 * <pre>
 * stream-jobs → {functions, connectors}   functions → inference → vision → domain   connectors → domain
 * </pre>
 *
 * There is no list of tolerated violations. Modules that nothing here may depend on (training, benchmarks) are not on
 * this class path, so an arrow to them does not compile.
 */
@AnalyzeClasses(packages = "io.facet", importOptions = ProductionClasses.class)
class ArchitectureTest {

    /** Without this, every rule would hold of a build that found no classes. */
    @ArchTest
    static void everyModuleWasImported(JavaClasses imported) {
        for (String module : new String[] {"domain", "vision", "inference", "functions", "connectors", "jobs"}) {
            assertThat(imported.that(resideInAPackage("io.facet." + module + "..")))
                    .as("imported classes of io.facet.%s", module)
                    .isNotEmpty();
        }
    }

    @ArchTest
    static final ArchRule domainDependsOnTheJdkAlone = classes()
            .that()
            .resideInAPackage("io.facet.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.facet.domain..");

    @ArchTest
    static final ArchRule visionPointsToDomain = pointsOnlyTo("vision", "domain");

    @ArchTest
    static final ArchRule inferencePointsToVision = pointsOnlyTo("inference", "vision", "domain");

    @ArchTest
    static final ArchRule functionsPointToInference = pointsOnlyTo("functions", "inference", "vision", "domain");

    @ArchTest
    static final ArchRule connectorsPointToDomain = pointsOnlyTo("connectors", "domain");

    @ArchTest
    static final ArchRule jobsPointToAllBelow =
            pointsOnlyTo("jobs", "functions", "connectors", "inference", "vision", "domain");

    @ArchTest
    static final ArchRule visionIsPure = noClasses()
            .that()
            .resideInAPackage("io.facet.vision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "ai..", "org.bytedeco..");

    @ArchTest
    static final ArchRule onlyInferenceKnowsOnnx = livesOnlyIn("inference", "ai.onnxruntime..", "ai.onnx..");

    @ArchTest
    static final ArchRule onlyConnectorsKnowFfmpeg = livesOnlyIn("connectors", "org.bytedeco..");

    @ArchTest
    static final ArchRule inferenceKnowsNoStreams = noClasses()
            .that()
            .resideInAPackage("io.facet.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule functionsKnowNoKafka = noClasses()
            .that()
            .resideInAPackage("io.facet.functions..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.facet.(*).(*)..")
            .namingSlices("$1.$2")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule classesAreNamedForWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)(\\$.*)?");

    private static ArchRule pointsOnlyTo(String module, String... others) {
        String[] allowed =
                Arrays.stream(others).map(other -> "io.facet." + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.facet." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.facet..")
                        .and(not(resideInAPackage("io.facet." + module + "..")))
                        .and(not(resideInAnyPackage(allowed))))
                .as("%s depends, of Facet, on nothing but itself and %s".formatted(module, Arrays.toString(others)));
    }

    private static ArchRule livesOnlyIn(String module, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.facet." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }
}
