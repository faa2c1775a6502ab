/* Counts refusals as an application would, under sanitizers. Prints one JSON object. */
#include "checks.h"
#include "fota_refusals.h"

static const fota_info first = {{7, 8}, 1, 0, 0, 65535, 0};
static const fota_info second = {{7, 8}, 1, 1, 0, 65535, 0};

/* Polls that are left out until the next one that is not. */
static uint32_t left_out(uint32_t *word)
{
    uint32_t polls = 0;
    int may;

    for (*word = fota_refusals_poll(*word, &may); !may; *word = fota_refusals_poll(*word, &may))
        polls++;
    return polls;
}

static uint32_t asked(uint32_t word, const fota_info *running, int update_waiting)
{
    return fota_refusals_start(fota_refusals_ask(word, &first), running, update_waiting);
}

static void check_waits(uint32_t word)
{
    static const uint32_t waits[] = {1, 2, 4, 8, 16, 24, 24};
    uint32_t i;

    require(left_out(&word) == 0, "the first poll is left out");
    for (i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        word = asked(word, &first, 0);
        require(fota_refusals_count(word) == i + 1, "refusals are miscounted");
        require(left_out(&word) == waits[i], "another wait");
        require(left_out(&word) == 0, "it waits twice");
        word = fota_refusals_start(word, &first, 0);
        require(fota_refusals_count(word) == i + 1, "a start without a request counts");
    }
    for (i = 0; i < 300; i++)
        word = fota_refusals_refuse(word);
    require(fota_refusals_count(word) == 255 && left_out(&word) == 24, "the count runs over");
}

static void check_ends(void)
{
    uint32_t word = fota_refusals_refuse(fota_refusals_refuse(0));
    uint32_t waiting = asked(word, &first, 1);
    uint32_t minor;

    require(fota_refusals_count(waiting) == 2, "an installer that was interrupted counts");
    require(fota_refusals_count(fota_refusals_start(waiting, &first, 0)) == 3, "its request is forgotten");
    require(asked(word, &second, 0) == 0, "an update that was taken leaves something");
    for (minor = 1; minor < 1000; minor++) {
        fota_info next = first;

        next.minor = (uint16_t)minor;
        require(asked(word, &next, 0) == 0, "two near versions are taken for one");
        next.minor = 0;
        next.security_counter = minor;
        require(asked(word, &next, 0) == 0, "two near counters are taken for one");
    }
}

int main(void)
{
    check_waits(0);
    check_waits(0xFFFFFFFFu);
    check_ends();
    printf("{\"checks\":%d}\n", checks);
    return 0;
}
