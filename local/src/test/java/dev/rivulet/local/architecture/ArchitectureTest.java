package dev.rivulet.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.schemas.SessionId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies run in one direction: between the modules, and downwards between the gateway's packages. */
class ArchitectureTest {

    private static final String ROOT = "dev.rivulet.";
    private static final String GATEWAY = ROOT + "gateway";

    /** What each module may depend on. {@code local} may depend on all of them. */
    private static final Map<String, List<String>> MODULES = Map.of("schemas", List.of(), "client", List.of(),
            "testkit", List.of(), "runtime", List.of("schemas"), "worker", List.of("runtime", "schemas"), "gateway",
            List.of("runtime", "schemas"));

    /** From the socket to Kafka. Each may depend only on those after it. */
    private static final List<String> GATEWAY_PACKAGES = List.of("server", "api", "submit", "stream", "log", "http",
            "quota", "metrics", "identity", "loop", "config", "problem");

    private static final String PRINCIPAL = GATEWAY + ".identity.Principal";
    private static final String READS_KEYS_OF_RECORDS = GATEWAY + ".log.tail.PartitionTail";

    private static final int MOST_GATEWAY_PACKAGES = 13;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.rivulet");

    static List<String> modules() {
        return MODULES.keySet().stream().sorted().toList();
    }

    static List<String> gatewayPackages() {
        return GATEWAY_PACKAGES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleDependsOnlyOnTheModulesThatItMay(String module) {
        String[] others = MODULES.keySet().stream().filter(other -> !other.equals(module))
                .filter(other -> !MODULES.get(module).contains(other)).map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + module + "..").should().dependOnClassesThat()
                .resideInAnyPackage(others).orShould().dependOnClassesThat().resideInAPackage(ROOT + "local..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("gatewayPackages")
    void aPackageOfTheGatewayDependsOnlyOnThoseBelowIt(String name) {
        String[] above = GATEWAY_PACKAGES.subList(0, GATEWAY_PACKAGES.indexOf(name)).stream()
                .map(upper -> GATEWAY + "." + upper + "..").toArray(String[]::new);
        noClasses().that().resideInAPackage(GATEWAY + "." + name + "..").should().dependOnClassesThat()
                .resideInAnyPackage(above).orShould().dependOnClassesThat().resideInAPackage(GATEWAY).check(CLASSES);
    }

    @Test
    void theGatewayHasNoOtherPackages() {
        assertThat(CLASSES.getPackage(GATEWAY).getSubpackages().stream().map(JavaPackage::getRelativeName))
                .containsExactlyInAnyOrderElementsOf(GATEWAY_PACKAGES).hasSizeLessThanOrEqualTo(MOST_GATEWAY_PACKAGES);
    }

    /**
     * What reads and publishes takes a session of its owner, which only a principal can make. So no route can be
     * written that takes a key from a client.
     */
    @Test
    void onlyAPrincipalMakesTheKeyOfASession() {
        noClasses().that().resideInAPackage(GATEWAY + "..").and().doNotHaveFullyQualifiedName(PRINCIPAL).and()
                .doNotHaveFullyQualifiedName(READS_KEYS_OF_RECORDS).should().callConstructor(SessionId.class,
                        String.class)
                .check(CLASSES);
        noClasses().that().resideInAPackage(GATEWAY + "..").and().doNotHaveFullyQualifiedName(PRINCIPAL).should()
                .callConstructor(OwnedSession.class, SessionId.class, String.class).check(CLASSES);
    }

    @Test
    void theApisOfTheGatewayDoNotKnowEachOther() {
        slices().matching(GATEWAY + ".api.(*)..").should().notDependOnEachOther().check(CLASSES);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
