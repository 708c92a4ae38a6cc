"""Topics, each with twelve words that keywords are drawn from. No word belongs to two topics."""

_LINES = """
gardening: soil seed blossom shovel compost hedge tulip greenhouse weed trellis pruning orchard
astronomy: planet comet telescope galaxy orbit eclipse meteor nebula crater constellation satellite horizon
cooking: recipe oven garlic spoon skillet butter simmer pastry broth spice ladle dough
sailing: anchor harbour rudder mast compass sail deck captain current lighthouse buoy hull
music: violin melody chorus rhythm drum orchestra piano trumpet concert lyric tempo harmony
painting: canvas brush portrait easel pigment sketch mural palette studio varnish charcoal frame
mountains: summit glacier ridge avalanche rope cliff altitude boulder valley climber peak slope
forests: oak moss fern trail owl acorn pine canopy mushroom squirrel timber clearing
weather: thunder lightning drizzle forecast barometer fog hail humidity breeze blizzard rainbow drought
trains: locomotive platform conductor tunnel ticket railway carriage signal freight timetable whistle junction
medicine: nurse bandage vaccine surgeon symptom clinic stethoscope fever ointment pharmacy syringe diagnosis
farming: tractor barn harvest wheat plough cattle fertiliser silo irrigation pasture rooster fence
libraries: shelf librarian novel catalogue bookmark chapter archive poem quotation manuscript author index
football: goalkeeper stadium dribble penalty coach tackle league trophy referee midfielder corner supporter
chess: bishop knight checkmate pawn rook opening gambit tournament stalemate castling opponent endgame
photography: lens tripod shutter exposure flash negative zoom darkroom aperture filter album snapshot
cinema: director actor screenplay premiere camera sequel audience subtitle popcorn trailer scene documentary
theatre: curtain rehearsal costume stage monologue applause spotlight comedy tragedy dialogue usher backdrop
architecture: blueprint column arch dome facade brick balcony scaffold cathedral staircase skyscraper bridge
chemistry: molecule acid beaker catalyst solvent crystal laboratory oxygen reaction burner formula isotope
physics: gravity magnet photon velocity pendulum friction prism electron voltage momentum laser quantum
biology: bacteria enzyme tissue microscope virus evolution fungus membrane organism neuron habitat protein
mathematics: triangle equation fraction theorem proof integer geometry algebra circle polygon logarithm ratio
computers: keyboard software chip algorithm password browser modem server pixel monitor cursor compiler
robotics: sensor motor gripper circuit battery android automation wheel actuator gyroscope drone welding
money: wallet coin banker loan budget invoice salary dividend treasury auction pension receipt
law: judge lawyer verdict witness jury contract courtroom evidence statute testimony appeal prosecutor
politics: senator ballot parliament election candidate treaty mayor debate campaign speech minister referendum
history: empire castle pharaoh revolution dynasty monument peasant viking crusade relic chronicle armour
geology: volcano quartz fossil earthquake mineral granite basalt sediment magma limestone geyser marble
oceans: whale coral tide dolphin seaweed lagoon octopus plankton reef shark pearl submarine
rivers: waterfall canoe otter dam ferry delta pebble trout stream rapids estuary paddle
deserts: cactus dune camel oasis scorpion mirage lizard nomad sandstorm caravan vulture canyon
birds: feather nest falcon sparrow beak migration swan eagle pelican wing heron parrot
insects: beetle butterfly honeybee cocoon mosquito ladybird antenna hive cricket caterpillar wasp dragonfly
pets: puppy kitten leash hamster aquarium collar goldfish rabbit kennel tortoise veterinarian whisker
clothing: jacket button scarf zipper sleeve denim wool tailor boot ribbon pocket mitten
furniture: sofa wardrobe cushion drawer bookcase hammock mattress stool lamp cabinet bench carpet
tools: hammer screwdriver chisel wrench toolbox ladder drill pliers sandpaper nail saw bolt
travel: passport luggage airport souvenir suitcase itinerary hostel tourist visa embassy brochure postcard
aviation: pilot propeller runway cockpit parachute turbulence glider helicopter hangar takeoff wingspan jet
cycling: bicycle pedal helmet saddle handlebar gear puncture sprint tyre velodrome chain spoke
winter: snowflake sledge icicle frost skating mitt snowman blanket fireplace igloo reindeer shiver
breakfast: porridge toast omelette jam cereal pancake honey teapot yoghurt bacon croissant marmalade
fruit: banana mango cherry apricot grape melon lemon coconut raspberry peach plum fig
vegetables: carrot onion spinach pumpkin cabbage lettuce radish cucumber broccoli turnip celery leek
school: blackboard homework pupil classroom pencil exam satchel headmaster lesson eraser playground diploma
newspapers: headline reporter gazette editor crossword essay cartoon deadline printer subscriber scandal press
festivals: lantern parade firework mask banner carnival balloon confetti bonfire procession garland dancer
detectives: clue suspect alibi burglar decoy informer footprint motive handcuffs inspector riddle culprit
""".strip().splitlines()

TOPICS: dict[str, tuple[str, ...]] = {
    name: tuple(words.split()) for name, _, words in (line.partition(": ") for line in _LINES)
}
"""The words of each topic, in small letters."""
