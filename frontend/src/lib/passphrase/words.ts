/**
 * 2,048 short plain words, made for this app: no verbs of harm, no words that sound alike, and hardly
 * two that one slip of a finger makes equal. Eleven bits a word, so five words are 55 bits, behind a
 * slow hash (protocol.md §4). Fetched only where a passphrase is suggested.
 */
export const PASSPHRASE_WORDS: readonly string[] = (
	'abacus absorb academy accept acclaim accord account acorn acquire acre acrobat active actor ' +
	'adapt adapter address admire advice aerial affair afford agenda agent agile agree airport airy ' +
	'album alcove alder alert algae algebra alley allow almanac aloe alpaca alpine alto amazed ' +
	'amber amble amount amuse anchor ancient angle annex annual anorak answer anthem antique anvil ' +
	'anybody apex appeal applaud apple apricot apron arcade archway arctic arena aria arrange ' +
	'arrive artful artist artwork ascend aspect aspen asset assist assure athlete atlas atom attend ' +
	'attic attract aurora author autumn average avocado awake award awning axis azalea backpack ' +
	'bacon badge bagel baker balance balcony ball ballad ballast ballet balloon balmy bamboo banana ' +
	'band banjo banner barber bargain bark barley baroque barrel basic basket bassoon bathe bathtub ' +
	'batter beam beanbag bedside beetle begin begonia being belong bench benefit beret bicycle ' +
	'binder biology birch birthday biscuit bison blanket blazer blend blink bloom blossom blouse ' +
	'bluebell bluebird bluff boar bobbin bobcat boil bold bolster bongo bonnet bonny bonus bookcase ' +
	'bookmark bookshop boot borrow bottle boulder bounce bowler bowtie bracket braid bramble bran ' +
	'branch brass brave breeze brew briar brick brief brigade bright brim broad broaden bronze ' +
	'brooch brook broth brownie browse brush bubbly bucket buckeye buckle budgie buffalo buggy ' +
	'bugle builder bulb bumpy bundle bunk burger burrito busy button cabbage cabin cabinet cable ' +
	'cactus caddy cake calf calypso camel camera campfire campion campus canal canary candid candle ' +
	'canoe canopy canteen canvas canyon caper capsule captain caption carafe caramel caravan ' +
	'caraway cardigan careful cargo caribou carol carpet carrot carry cart carton carve cascade ' +
	'cashew cashier castle casual catch catfish catkin cause cavern cedar celery cellar cello ' +
	'central century chain chalet chalk chance chant chapter chariot charity chase check cheddar ' +
	'cheer cheese cheetah chemist cherry chess chicken chicory chilli chime chimney china chirpy ' +
	'chisel choice choir choose chorus chrome chutney cinema cinnamon circle circuit circus citizen ' +
	'citrus city clamp clapper classic clay clean clerk clever cliff climate climb clip cloak clog ' +
	'cloth cloud clove club coach coast coastal coaster cobalt cobbler cockle cocoa coconut coffee ' +
	'coin collage collect collie colt column comb combine comedy comet comfort comic comment common ' +
	'compact company compare compass compose concept condor conduct confirm conifer conker connect ' +
	'contact contest contour cook copper copy coral cordial corgi corner cornice corridor costume ' +
	'cottage cotton cougar count counter coupon courage courtly cover cowslip coyote crab cracker ' +
	'cradle craft crane crater crayon cream create credit crepe crest cricket crimson crinkly crisp ' +
	'crochet crocus croquet cross crossing crowd cruise crumble crunchy crystal cube cubic cuckoo ' +
	'cuddle cuff culture cumin cupboard cupcake curious curler curly cursive curtain cushion ' +
	'customs cutlery cutter cycle cyclist cypress daffodil dahlia dainty daisy dale damson dance ' +
	'dapper daring dash dawn daylight dazzle decade decimal decoy deep deft degree delight deliver ' +
	'delta denim depart depot deputy desert design desk detour develop diagram dial dialect diamond ' +
	'diary dice digit digital diner dinghy dingo disco distant divan divide dock dogwood doll ' +
	'dolphin domain dome domino dongle doodle door doorbell doorman doorstep doorway double downy ' +
	'dozen drain drama draw drawer drawing dreamy dresser drift drink drive drizzle drum drummer ' +
	'duct durable dustpan dusty duvet dwell dynamo eager eagle early earmuff earnest earring earth ' +
	'easel eastern easy eaves echo eclipse edit effect effort eighth elastic elegant element ' +
	'elephant eleven embark emblem emerald empire enable enamel encore endive endure energy engage ' +
	'engine enjoy enlist enough enrich enter entry envelope epic episode epoch equal equator equip ' +
	'eraser erect errand essay essence estate estuary eternal evening event evolve exact examine ' +
	'example excel exhale exhibit exotic expand expanse expert explain explore express extend extra ' +
	'eyelet fabled fabric facade fact factory faculty fairway falafel falcon famous fancy fantasy ' +
	'farm farmer farmyard fashion fasten feast feather feature fellow fence fender fennel fern ' +
	'ferret ferry festival festive fetch fiction fiddle field fifteen fifth figure file filter ' +
	'finale finch finesse finger finish firefly fireside first fisher fizzy fjord flag flame ' +
	'flamingo flannel flask fleece fleet flicker flint float flock floor flora florist flow flowing ' +
	'fluent fluffy flute flutter foal foamy focus foggy folded foliage folk fondue font footpath ' +
	'forage foreman forest formal forte forum fossil found foundry fountain fourth fragile free ' +
	'freedom freesia freezer fresco fresh friend frisbee fritter frog frost frozen fruit fudge full ' +
	'funny furnace futon future gadget gain galaxy gallant galleon gallery gallop game gangway ' +
	'gannet garage garden garland garlic garment gateway gather gauge gazebo gazelle gear gecko ' +
	'gelato general genial genius gentle genuine gerbil gesture geyser gibbon gift gifted giggle ' +
	'gilded gingham giraffe girder give glacier glade glance glass gleam glen glider glimmer ' +
	'glimpse global globe glossy glue goat goblet goggles golf gondola gong good goose gopher gorge ' +
	'gosling gown grammar granary grand granite granola grape grassy gravel gravy grebe green grid ' +
	'grill grocer groovy grotto group grouse grove grow guava guess guide guild guitar gully gulp ' +
	'guppy gust habit haddock haggis hail hairpin hallway halo hammer hammock hamster handbag ' +
	'handful handmade handy happy harbour harmony harpist harvest have hawk haystack hazel hazelnut ' +
	'hazy headline healthy hearty heater heath heavy hedge hedgehog helium helmet help helpful ' +
	'herald herb heron herring hexagon hidden highway hike hill hillside hinge hippo history hobby ' +
	'hockey holiday hollow holly homely honest honey horizon host hotel house human humble hundred ' +
	'hurry hushed husky hydrant iceberg icicle icing icon ideal igloo iguana image imagine immense ' +
	'impact impala improve impulse include income index indigo inform inhale inkwell inland inlet ' +
	'inner inquiry insight insole inspire intact intent invite invoice inward item ivory jackdaw ' +
	'jacket jade jaguar jasmine jaunty jazz jelly jersey jester jetty jewel jigsaw jingle joist ' +
	'joke jostle journal journey jovial joyful judo juggle juice jukebox jump jumper juniper ' +
	'kangaroo karate kayak kebab keen keeper kestrel ketchup kettle keyboard keyhole keyring khaki ' +
	'kilt kimono kind kindly kiosk kitchen kite kitten kiwi kneel knitted knob knocker knoll koala ' +
	'kumquat label lacquer ladder ladle ladybird lagoon lakeside lamb landmark lane lantern lanyard ' +
	'lapwing larch large lasagne laser lasting lattice laugh laughter laundry laurel lava lavender ' +
	'lavish lead leader leafy league learn lecture ledger legend leisure lemon lemonade lemur ' +
	'length lens lentil leopard letter lettuce level liberty library lichen life light likely lilac ' +
	'lilting lily limit linen lining linseed lion listen little lizard llama loaf lobster local ' +
	'locket lodge lofty logbook logic logical loiter loop lotus lounge lowland lucid lucky luggage ' +
	'lullaby lumber lunar lunch luxury lyric macaw machine maestro magenta magic magnet magnolia ' +
	'magpie mailbox maize major mallard malt mammoth manatee mandarin mango mansion mantel mantis ' +
	'maple marble margin marigold marimba marina mariner marker marmot maroon marrow marsh marten ' +
	'marvel mask mason massive matinee mature mauve mayfly meadow meal meander meaning measure ' +
	'medley meerkat melody member memoir memory mention mentor merge merlin message meter method ' +
	'midday mighty mild milky millet million minibus minnow minor mint minuet minute miracle mirror ' +
	'misty model modern modest moment monocle monsoon month moon moonbeam moonlit mooring moped ' +
	'morsel moss motor motto mountain move muesli muffin muffler museum mushroom music musical ' +
	'muslin myrtle mystery mystic napkin narwhal nation natural navy nearby neat nebula needle neon ' +
	'nestle network neutral nibble niche nickel nine ninth nomadic north notable notebook notice ' +
	'noun nova novel nozzle nursery nurture nutmeg nylon oaken oasis oatmeal object oboe obtain ' +
	'ocean ochre octagon octave octopus offer office olden olive onion opal open opera opinion ' +
	'optical option oracle orbit orca orchard orchid order oregano organ origami origin ornate ' +
	'osprey ostrich otter outcome outcrop outdoor outfit outgrow outline outlook overcoat owner ' +
	'oyster pack paddle padlock paella page paint painted palm pampas pancake panda panel panther ' +
	'pantry papaya paprika parable parade parasol parcel parka parquet parsley parsnip party pass ' +
	'passage passport pasta pastel pasture path patient patio pattern pavement paving peach peacock ' +
	'peanut pearl pebble pecan pelican pencil pendant penguin peony people pepper perfect perform ' +
	'pergola perky person pesto petal petunia phrase physics piano piccolo pickle picnic picture ' +
	'pier pigeon piglet pigment pillar pillow pilot pinecone pioneer pipe piston pitch pitcher ' +
	'pizza place plaid plaited planet plank plaster plateau platform player playlist pleat plinth ' +
	'plug plume plunge plush plywood podium poem poetry pointer poised polar polecat polenta policy ' +
	'polish polite polka pollen polo pomelo pompom poncho pond ponder pontoon popcorn poppy popular ' +
	'porch portal portion possum postage postbox postcard poster postman posy potato pottery power ' +
	'prairie praise pram precise prelude prepare present pretzel prime primrose prism private ' +
	'privet proceed process produce profile program project promise prompt proper propose prose ' +
	'proud proverb provide publish pudding pulley puma pumpkin pupil puppet purple purpose purse ' +
	'puzzle pyramid quail quaint quality quantity quarry quarter quartz quaver quest question quick ' +
	'quiet quill quilted quintet quirky quiz quota rabbit raccoon radar radiant radio radish radius ' +
	'rafter ragtime railcar railing railway rainbow raincoat raindrop rainy raisin rambler range ' +
	'rapid rare ratchet rattle raven ravine ravioli ready reason recall receipt receive recess ' +
	'recipe record redwing reed refill reflect refrain refresh refuge regal regatta reggae region ' +
	'register regular reindeer rejoice relax relaxed relish remain remedy remind remote renew ' +
	'repeat reply requiem resort restful result retrace retreat return reunion reveal review revive ' +
	'reward rhubarb rhyme rhythm rich riches ridge ripple rise risotto river roadmap roam roaming ' +
	'robe robin robot robust rocker roller romance roof rooftop rooster rotate routine rowan ' +
	'rowboat royal rubber rucksack rudder ruddy rugby rugged ruler runner runway russet rustic ' +
	'rustle saffron saga sailor salad salami salmon salsa salty salute salver samba samosa sample ' +
	'sandal sandwich sapling sardine satchel satin satsuma saucepan saucer saunter savanna savings ' +
	'sawdust scaffold scale scallop scamper scarf scarlet scatter scenery scenic scheme scholar ' +
	'school science scone scoop scooter scout scribe script scrub seafood seagull seahorse search ' +
	'seashell seaside seaweed second section senate send sense sequel sequin serene series sesame ' +
	'session settee settler seventh shade shading shadow shaggy shallot sharp shawl shears shed ' +
	'sheen shelf shelter sherbet shimmer shine shingle ship shirt shoelace shore shorts shoulder ' +
	'shovel shower shrimp shrug shutter shuttle sidecar sidewalk sieve sign signal signpost silence ' +
	'silent silk silken silvery sincere sixth sizable skate skeleton sketch skill skillet skipper ' +
	'skit skylark slab sledge sleek sleepy sleeve slender slice slim slope smart smile smock smooth ' +
	'sneeze snooker snooze snorkel snowball snowdrop snowy snug soak soaring soccer social society ' +
	'sofa solder solid solve sonata sonic soprano sorbet soup south soybean space spaniel spanner ' +
	'spark sparrow spatula speak special spectrum speech speed spell sphere spicy spin spinach ' +
	'spindle spiral spire splash sponge spool sport spotted spray spring sprout spruce squall ' +
	'square squash squirrel stable stadium staff stage stairs stalk stamp stand stanza stapler ' +
	'starfish stately station statue stay steady steam steamer steep stellar stencil steppe steward ' +
	'stir stitch stork stove strap strata street stretch stripe stroll strong strudel student ' +
	'studio study suave subject submit subtle success sudden sugar suggest sultana summer sunbeam ' +
	'sundown sunlight sunlit sunrise sunset sunshine super supple support supreme surf surface ' +
	'surplus survey sushi swallow swan swaying sweater swift swing swirl syrup system tablet taco ' +
	'tadpole tahini talent tangy tape tapestry tapioca target tartan tassel tawny taxi teacher ' +
	'teacup teapot teaspoon teddy tell tempo tennis tenor tenth term terrace terrier tether texture ' +
	'thank thaw theme theory thimble thing third thistle thorn thought thousand thread thrift ' +
	'thrive throw thrush thunder tiara ticket tidal tidy tiger timber tinsel tiptoe title today ' +
	'tofu toggle token tomato tone tongs toolbox toolkit topaz topic tornado torrent tortoise total ' +
	'toucan tour tourist towel towline trace tractor trail trailer transit tray treacle treasure ' +
	'treaty treble trek trellis triangle trident trifle trilby trio triplet tripod triumph trivia ' +
	'trolley trombone trophy tropical tropics trough trout truck true truffle trumpet trusty truth ' +
	'tuba tugboat tulip tumbler tundra tunic tunnel turbine turkey turnip turret turtle tweed ' +
	'twelve twig twine twinkle twist ultra umbrella unfold uniform unique unite unpack unwind ' +
	'upbeat uphold uplands upper upright upstream urban useful usher usual utensil valiant valid ' +
	'value vanilla various vary vase vault vehicle veil velvet venture venue veranda verdant verse ' +
	'vessel vest veteran viaduct vibrant victory view viewer villa village vinegar vineyard vintage ' +
	'violet violin vision visit visitor visor vista vital vivid voice volcano volume voucher voyage ' +
	'waffle wagon wagtail wakeful walk wallaby walnut walrus waltz wander warbler wardrobe wasabi ' +
	'washing water waterway weaver weekday weekend weekly weir welcome western wetland whale wharf ' +
	'wheat wheel whelk whippet whisper whiting wicker widen wildcat willing winding windmill window ' +
	'windy winged winter wintry wire wisdom wish witness witty wobble wombat woodcut wooden ' +
	'woodland wool woollen woolly work workshop world worthy woven wren wrench writer yacht yard ' +
	'yearbook young yoyo zany zealous zebra zenith zephyr zesty zigzag zodiac zoom'
).split(' ');
