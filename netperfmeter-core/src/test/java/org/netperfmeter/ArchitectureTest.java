// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.NativeIoException;

/** The package table of ARCHITECTURE.md as rules. */
@AnalyzeClasses(packages = "org.netperfmeter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "org.netperfmeter.traffic..", "org.netperfmeter.wire..", "org.netperfmeter.control.."
    };

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("org.netperfmeter.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTransportUsesTheSystemsSocketApi = noClasses()
            .that()
            .resideOutsideOfPackages("org.netperfmeter.posix..", "org.netperfmeter.transport..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.netperfmeter.posix..")
                    .and(not(type(NativeIoException.class)))
                    .and(not(type(AddressText.class))))
            .because("descriptors and errno values stay behind channels; only the exception passes through, and how "
                    + "addresses are written");

    @ArchTest
    static final ArchRule trafficKnowsOnlyItself = onlyUses("traffic");

    @ArchTest
    static final ArchRule wireKnowsTraffic = onlyUses("wire", "traffic");

    @ArchTest
    static final ArchRule controlKnowsWireAndTraffic = onlyUses("control", "wire", "traffic");

    @ArchTest
    static final ArchRule transportKnowsTheSystemAndTheEnumOfTraffic = onlyUses("transport", "posix", "traffic");

    @ArchTest
    static final ArchRule measurementKnowsWireAndTheRecordsOfTransport = onlyUses("measurement", "wire", "transport");

    @ArchTest
    static final ArchRule resultsKnowMeasurementTrafficAndTheRecordsOfTransport =
            onlyUses("results", "measurement", "traffic", "transport");

    @ArchTest
    static final ArchRule flowKnowsNeitherControlNorNode =
            onlyUses("flow", "results", "measurement", "transport", "wire", "traffic", "posix");

    @ArchTest
    static final ArchRule onlyJsonUsesTheLibraryForIt = noClasses()
            .that()
            .resideOutsideOfPackage("org.netperfmeter.json..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.fasterxml..", "org.netperfmeter.json.."))
            .because("it is loaded only if it is asked for");

    @ArchTest
    static final ArchRule statesAndMessagesHaveNoThreadsAndNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Executor.class, Clock.class, Instant.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nobodyTakesTheTimeOfDayFromTheCoarseClock =
            noClasses().should().callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nobodyPrintsOrExits = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule typesAreNamedByWhatTheyAre = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    private static ArchRule onlyUses(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = "org.netperfmeter." + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "org.netperfmeter." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(resideInAPackage("org.netperfmeter..").and(not(resideInAnyPackage(allowed))));
    }
}
