package io.facet.jobs.architecture;

import java.util.Arrays;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
 * stream-jobs → {functions, connectors, console}   functions → inference → vision → domain
 * connectors → domain   console → domain
 * </pre>
 *
 * There is no list of tolerated violations. Modules that nothing here may depend on (training, benchmarks) are not on
 * this class path, so an arrow to them does not compile.
 */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ProductionClasses())
                .importPackages("io.facet");
    }

    /** Without this, the rules below would hold of a build in which no classes were found. */
    @ParameterizedTest
    @ValueSource(strings = {"domain", "console", "vision", "inference", "functions", "connectors", "jobs"})
    void module_ofThisBuild_wasImported(String module) {
        assertThat(classes.that(resideInAPackage(in(module))))
                .as("imported classes of io.facet.%s", module)
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    domain     |
                    console    | domain
                    vision     | domain
                    inference  | domain vision
                    functions  | domain vision inference
                    connectors | domain
                    jobs       | domain console vision inference functions connectors
                    """)
    void module_ofFacet_pointsOnlyDownwards(String module, String below) {
        String[] allowed = below == null
                ? new String[0]
                : Arrays.stream(below.split(" ")).map(ArchitectureTest::in).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(in(module))
                .should()
                .dependOnClassesThat(resideInAPackage("io.facet..")
                        .and(not(resideInAPackage(in(module))))
                        .and(not(resideInAnyPackage(allowed))))
                .check(classes);
    }

    @Test
    void domain_ofAllLibraries_knowsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(in("domain"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", in("domain"))
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({
        "ai.onnxruntime.., inference",
        "ai.onnx.., inference",
        "org.bytedeco.., connectors",
    })
    void library_withNativeCode_isKnownToOneModule(String library, String module) {
        noClasses()
                .that()
                .resideOutsideOfPackage(in(module))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({
        "vision, org.apache.flink..",
        "vision, org.apache.kafka..",
        "inference, org.apache.flink..",
        "inference, org.apache.kafka..",
        "functions, org.apache.kafka..",
        "functions, org.apache.flink.connector.kafka..",
    })
    void module_belowTheConnectors_knowsNoStreams(String module, String library) {
        noClasses()
                .that()
                .resideInAPackage(in(module))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
    }

    @Test
    void packages_ofAllModules_haveNoCycles() {
        slices().matching("io.facet.(*).(*)..")
                .namingSlices("$1.$2")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void classes_ofAllModules_areNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Manager|Helper|Impl)(\\$.*)?")
                .check(classes);
    }

    private static String in(String module) {
        return "io.facet." + module + "..";
    }
}
